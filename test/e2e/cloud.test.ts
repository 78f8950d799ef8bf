/** The local cloud itself: it adds no more than necessary, works with the AWS CLI, and says what it lacks. */

import { join } from 'node:path';
import { findPython } from '../../local-cloud/python.js';
import { awsEnvironment, hasAwsCli } from '../support/aws-cli.js';
import { useCloud } from '../support/cloud.js';
import { ROOT } from '../support/golden.js';
import { runToEnd } from '../support/process.js';

const clients = useCloud({ withMacro: false });

it('adds to moto only features that moto still lacks', () => {
  const python = findPython(ROOT, () => {});
  const additions = JSON.parse(runToEnd(python, [join(ROOT, 'local-cloud/server.py'), '--additions']).stdout);
  expect(Object.keys(additions).length).toBeGreaterThan(10);
  // Moto now has what is listed here: remove it from local-cloud/.
  expect(Object.keys(additions).filter((name) => !additions[name].still_missing)).toEqual([]);
});

it('says in one line what is missing if there is no Python', () => {
  const { status, stderr } = runToEnd(process.execPath, ['dist/cloud/try.mjs'], { env: { PATH: '/nowhere' } });
  expect(status).toBe(1);
  expect(stderr.trim()).toBe('The local cloud needs Python 3.10 or later, and there is no python3.');
});

(hasAwsCli ? it : it.skip)('accepts deployments by the AWS CLI', () => {
  const env = awsEnvironment(clients().cloud);
  const aws = (...args: string[]) => {
    const { status, stdout, stderr } = runToEnd('aws', args, { env });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const deploy = (stack: string, file: string) =>
    aws(
      'cloudformation',
      'deploy',
      '--stack-name',
      stack,
      '--template-file',
      file,
      '--capabilities',
      'CAPABILITY_IAM',
      'CAPABILITY_AUTO_EXPAND',
      '--no-fail-on-empty-changeset',
    );
  aws('s3', 'mb', 's3://packages');
  aws(
    'cloudformation',
    'package',
    '--template-file',
    'template.yaml',
    '--s3-bucket',
    'packages',
    '--output-template-file',
    'dist/packaged.yaml',
  );
  expect(deploy('provose-batch', 'dist/packaged.yaml')).toContain('Successfully created/updated stack - provose-batch');
  expect(deploy('first', 'examples/first.yaml')).toContain('Successfully created/updated stack - first');
  expect(deploy('first', 'examples/first.yaml')).toContain('No changes to deploy');
  const { jobQueues } = JSON.parse(aws('batch', 'describe-job-queues'));
  expect(jobQueues).toMatchObject([{ jobQueueName: 'mainqueue', state: 'ENABLED', priority: 1 }]);
});

describe('npm run try', () => {
  const run = (...args: string[]) =>
    runToEnd('npm', ['run', '--silent', 'try', '--', ...args], { env: { ...process.env, INIT_CWD: ROOT } });

  it('deploys the example and runs a job', () => {
    const { status, stdout, stderr } = run();
    expect({ status, stderr: stderr.replace(/npm warn.*\n/g, '') }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/CREATE_COMPLETE +AWS::Batch::JobQueue +ProvoseJobQueueMainqueue/);
    expect(stdout).toMatch(/Submitted a job of job-1 to mainqueue .*\n(.*\n)* {2}SUCCEEDED/);
  });

  it('shows the diagnostics of a template that the macro refuses', () => {
    const { status, stderr } = run('test/fixtures/refuse/missing-image/template.yaml');
    expect(status).toBe(1);
    expect(stderr).toContain(
      'Provose::Batch.small.job_definitions.job-1: image is missing. Add image: busybox:latest.',
    );
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('says what is wrong with its own arguments', () => {
    const { status, stderr } = run('no-such-file.yaml');
    expect(status).toBe(2);
    expect(stderr).toMatch(/no-such-file\.yaml.*the file does not exist/);
  });
});
