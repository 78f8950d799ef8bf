/** `npm run cloud` and `npm run try`, as users start them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { REGION } from '../../local-cloud/cloud.js';
import { Deployer } from '../../local-cloud/deploy.js';
import { type Running, runToEnd, startUntil } from '../support/process.js';

jest.setTimeout(120_000);

const CLOUD = 'dist/cloud/main.mjs';
const TRY = 'dist/cloud/try.mjs';
const REFUSED = 'test/fixtures/refuse/missing-image/template.yaml';
const NODES = `
Transform: ProvoseBatch
Provose::Batch:
  cluster:
    instances: { instance_types: [c6i.large], max_vcpus: 8 }
    job_queues: { main: {} }
    job_definitions:
      sim: { image: 'team/sim:1.0', vcpus: 1, memory: 512, nodes: 2 }
      alone: { image: busybox, vcpus: 1, memory: 512 }
`;
const node = (...args: string[]) => runToEnd(process.execPath, args);

let running: Running | undefined;
afterEach(async () => {
  await running?.end('SIGKILL');
  running = undefined;
});

/** The clients' configuration for the cloud that a program started. */
function configuration({ output }: Running) {
  const [, endpoint = ''] = /AWS_ENDPOINT_URL=(\S+)/.exec(output()) ?? [];
  return { endpoint, region: REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

const privateImage = {
  Transform: 'ProvoseBatch',
  'Provose::Batch': {
    main: {
      instances: { instance_types: ['m7g.large'], max_vcpus: 2 },
      job_queues: { work: {} },
      job_definitions: {
        job: { image: { name: 'team/app', tag: 'v1', private_registry: true }, vcpus: 1, memory: 512 },
      },
    },
  },
};

describe('npm run cloud', () => {
  it('starts with the macro and images if asked to, and ends with Ctrl-C', async () => {
    const options = ['--port', '0', '--with-macro', '--image', 'team/app:v1', '--image', 'team/other'];
    running = await startUntil(/list-jobs/, [CLOUD, ...options]);
    expect(running.output()).toContain('The macro ProvoseBatch is deployed as the stack provose-batch.');
    expect(running.output()).toContain('Its registry has the image team/other:latest.');
    const { status } = await new Deployer(configuration(running)).deploy('images', JSON.stringify(privateImage));
    expect(status).toBe('created');
    expect(await running.end('SIGINT')).toBe(0);
  });

  it('explains its options', () => {
    const { status, stdout } = node(CLOUD, '--help');
    expect(status).toBe(0);
    for (const option of ['--port', '--with-macro', '--image', '--help']) expect(stdout).toContain(option);
  });

  it.each([
    ['--strange', "Unknown option '--strange'"],
    ['--port=many', '"many" is not a port'],
    ['--image=Team App', '"Team App" is not an image: expected REPOSITORY:TAG'],
  ])('refuses %s', (option, reason) => {
    const { status, stderr } = node(CLOUD, option);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr).toContain('Usage: npm run cloud');
  });
});

describe('npm run try', () => {
  it('keeps the cloud running after a failure if asked to', async () => {
    running = await startUntil(/runs until Ctrl-C.*SECRET_ACCESS_KEY/s, [TRY, REFUSED, '--keep']);
    expect(running.output()).toContain('CloudFormation refused: Transform 123456789012::ProvoseBatch failed with');
    const { StackSummaries = [] } = await new CloudFormationClient(configuration(running)).send(
      new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }),
    );
    expect(StackSummaries.map(({ StackName }) => StackName)).toEqual(['provose-batch']);
    expect(await running.end('SIGINT')).toBe(1);
  });

  it('puts images into the registry before it deploys', () => {
    const images = ['--image', 'analytics/report:1.10', '--image', 'analytics/dashboard:stable'];
    const { status, stderr, stdout } = node(TRY, 'examples/two-environments.yaml', ...images);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('SUCCEEDED');
  });

  it('shows the image of a job of several nodes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'provose-batch-'));
    const file = join(folder, 'simulation.yaml');
    writeFileSync(file, NODES);
    const { status, stdout } = node(TRY, file);
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(stdout).toContain(' job definition       sim:1: team/sim:1.0 on 2 nodes\n');
    expect(stdout).toContain(' job definition       alone:1: busybox:latest\n');
    expect(stdout).not.toContain('undefined');
  });

  it('explains its options', () => {
    const { status, stdout } = node(TRY, '--help');
    expect(status).toBe(0);
    for (const option of ['--parameter', '--image', '--keep', '--help']) expect(stdout).toContain(option);
  });
});

it('ends a program that takes too long', () => {
  const forever = ['-e', 'setInterval(() => {}, 1000)'];
  expect(() => runToEnd(process.execPath, forever, { timeout: 300 })).toThrow('ETIMEDOUT');
});
