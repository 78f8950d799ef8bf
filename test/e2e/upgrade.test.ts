/** A new version of the macro: its functions change, and the stacks that it expanded do not. */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageTemplate } from '../../local-cloud/deploy.js';
import { useCloud } from '../support/cloud.js';
import { changedBy, outputsOf } from '../support/functions.js';
import { ROOT } from '../support/golden.js';
import { pushImage } from '../support/image.js';

const clients = useCloud();
const folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the macro with another version, as a build of that version would be. */
function build(version: string): void {
  for (const name of ['template.yaml', 'dist/macro', 'dist/custom-resource']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  for (const name of ['template.yaml', 'dist/macro/index.mjs', 'dist/custom-resource/index.mjs']) {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).toContain('0.1.0');
    writeFileSync(join(folder, name), text.replaceAll('0.1.0', version));
  }
}

it('changes no resource of a stack that has images and exports', async () => {
  const { cloud, deployer } = clients();
  await pushImage(clients(), 'team/app', 'v1', ['amd64']);
  const template = JSON.stringify({
    Transform: 'ProvoseBatch',
    'Provose::Batch': {
      main: {
        instances: { instance_types: ['m5.large'], max_vcpus: 2 },
        job_queues: { work: {} },
        job_definitions: {
          job: { image: { name: 'team/app', tag: 'v1', private_registry: true }, vcpus: 1, memory: 512 },
        },
      },
    },
    Outputs: { Status: { Value: { 'Fn::GetAtt': 'Provose.batch.aws_batch_compute_environment.batch.main.status' } } },
  });
  await deployer.deploy('kept', template);

  build('0.1.1');
  const upgrade = await deployer.deploy(
    'provose-batch',
    await packageTemplate(cloud.client, `${folder}/template.yaml`),
    {
      AlarmTopicArn: 'arn:aws:sns:us-east-1:123456789012:alarms',
      Architecture: 'x86_64',
    },
  );
  expect(changedBy(upgrade)).toEqual({ MacroFunction: 'Modify', ResourcesFunction: 'Modify', ResourcesAlarm: 'Add' });
  expect(outputsOf(upgrade.stack)['Version']).toBe('0.1.1');

  expect(await deployer.deploy('kept', template)).toMatchObject({ status: 'unchanged', changes: [] });
});
