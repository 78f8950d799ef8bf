/**
 * The macro in one file, as `npm run release` writes it: installed without SAM and without code in S3, its functions
 * answer as the bundles of template.yaml do.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from '../../cli/source.js';
import type { Cloud } from '../../local-cloud/cloud.js';
import { type Mapping, section } from '../../macro/template/template.js';
import { awsEnvironment, hasAwsCli } from '../support/aws-cli.js';
import { callBundle, macroRequest } from '../support/bundle.js';
import { useCloud } from '../support/cloud.js';
import { outputsOf } from '../support/functions.js';
import { fixtures, ROOT, readProject } from '../support/golden.js';
import { pushImage } from '../support/image.js';
import { runToEnd } from '../support/process.js';

const FILE = 'dist/release/provose-batch.yaml';

const clients = useCloud({ withMacro: false });
let text = '';
beforeAll(() => {
  const { status, stderr } = runToEnd(process.execPath, ['scripts/release.mjs'], { cwd: ROOT });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  text = readProject(FILE);
});

const resources = () => section(readSource(FILE, text).data as Mapping, 'Resources');
const codeOf = (id: string) => String(['Properties', 'Code'].reduce(section, section(resources(), id))['ZipFile']);

it('is a plain template of less than a megabyte, with its checksum', () => {
  expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  // Neither characters that a console could change, nor what CloudFormation would resolve.
  expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  expect(text).not.toMatch(/\{\{resolve:/);
  expect(readSource(FILE, text).data).not.toHaveProperty('Transform');
  const types = Object.keys(resources()).map((id) => section(resources(), id)['Type']);
  expect(types.filter((type) => String(type).startsWith('AWS::Serverless'))).toEqual([]);
  const sum = createHash('sha256').update(text).digest('hex');
  expect(readProject(`${FILE}.sha256`)).toBe(`${sum}  provose-batch.yaml\n`);
});

it('has code within the limit of inline code, without the SDK', () => {
  for (const id of ['MacroFunction', 'ResourcesFunction']) {
    expect(codeOf(id).length).toBeLessThan(4_000_000);
    expect(codeOf(id)).not.toContain('node_modules');
  }
  expect(codeOf('ResourcesFunction').length).toBeLessThan(100_000);
});

it('answers byte for byte as the bundle does', async () => {
  const requests = fixtures('expand').map((name) => {
    const { Transform: _, ...fragment } = readSource(name, readProject(`test/fixtures/expand/${name}/template.yaml`))
      .data as Mapping;
    return macroRequest(fragment);
  });
  const module = { exports: {} as { handler: (event: unknown) => Promise<unknown> } };
  new Function('module', 'exports', 'require', codeOf('MacroFunction'))(module, module.exports, require);
  jest.spyOn(console, 'info').mockImplementation();
  const answers = await Promise.all(requests.map((request) => module.exports.handler(request)));
  const bundled = callBundle(requests).answers.map((answer) => JSON.stringify(answer));
  const others = answers.flatMap((answer, index) =>
    JSON.stringify(answer) === bundled[index] ? [] : [fixtures('expand')[index]],
  );
  expect(others).toEqual([]);
});

/** Whether the AWS CLI is there, and has installed the file. */
function installByCli(cloud: Cloud): boolean {
  if (!hasAwsCli) return false;
  const env = awsEnvironment(cloud);
  const deploy = ['cloudformation', 'deploy', '--stack-name', 'provose-batch', '--template-file', FILE];
  for (const args of [
    ['s3', 'mb', 's3://any'],
    [...deploy, '--s3-bucket', 'any', '--capabilities', 'CAPABILITY_IAM'],
  ]) {
    const { status, stderr } = runToEnd('aws', args, { env, cwd: ROOT });
    if (status !== 0) throw new Error(stderr);
  }
  return true;
}

it('installs as it is, and deploys a template with a private image and an export', async () => {
  const { cloud, deployer } = clients();
  if (!installByCli(cloud)) await deployer.deploy('provose-batch', text);
  const stack = await deployer.find('provose-batch');
  expect(outputsOf(stack)['MacroName']).toBe('ProvoseBatch');
  await deployer.deploy('first', readFileSync(join(ROOT, 'examples/first.yaml'), 'utf8'));

  await pushImage(clients(), 'team/app', 'v1', ['amd64']);
  const job = { image: { name: 'team/app', tag: 'v1', private_registry: true }, vcpus: 1, memory: 512 };
  const status = { 'Fn::GetAtt': 'Provose.batch.aws_batch_compute_environment.batch.main.status' };
  const template = {
    Transform: 'ProvoseBatch',
    'Provose::Batch': {
      main: {
        instances: { instance_types: ['m5.large'], max_vcpus: 2 },
        job_queues: { work: {} },
        job_definitions: { job },
      },
    },
    Outputs: { Status: { Value: status } },
  };
  const images = await deployer.deploy('images', JSON.stringify(template));
  expect(outputsOf(images.stack)['Status']).toBe('VALID');
});
