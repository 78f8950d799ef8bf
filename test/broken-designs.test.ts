/** Checks that designs that other tools deploy, and that then wait or fail, are each found once, with place and fix. */

import { locateAll } from '../cli/render.js';
import { readSource } from '../cli/source.js';
import { expandSource } from '../cli/template-file.js';
import { formatPath } from '../macro/diagnostics/diagnostics.js';
import { readProject } from './support/golden.js';

/** What each design is reported as, and where. */
const DESIGNS = {
  'broken-designs': {
    'm5 and m6g in one environment': ['mixed-architectures', 'mixed-architectures.instances.instance_types'],
    'an Arm type beside optimal': ['mixed-architectures', 'arm-beside-optimal.instances.instance_types'],
    'a type that does not exist': ['misspelled-instance-type', 'no-such-type.instances.instance_types[0]'],
    'max_vcpus 1 for m5.large': ['max-vcpus-too-low', 'one-vcpu.instances.max_vcpus'],
    'a GPU job without a GPU type': ['job-too-large', 'no-gpus.job_definitions.training.gpus'],
    'a job of 256 vCPUs': ['job-may-not-fit', 'too-few-vcpus.job_definitions.simulation.vcpus'],
    'Fargate with 1 vCPU and 512 MB': ['fargate-size', 'too-little-memory.job_definitions.report.memory'],
    'Fargate and EC2 in one queue': ['queue-environments', 'two-kinds.job_queues.both.compute_environments'],
    'min over max': ['min-over-max', 'min-over-max.instances.min_vcpus'],
    'a Spot strategy without Spot': ['allocation-strategy', 'strategy-of-spot.instances.allocation_strategy'],
    'a bid without Spot': ['bid-without-spot', 'bid-without-spot.instances.bid_percentage'],
  },
  'broken-values': {
    'a variable of AWS Batch': [
      'bad-name',
      'values-of-jobs.job_definitions.reserved-variable.environment.AWS_BATCH_MODE',
    ],
    'a timeout of 30 s': ['wrong-value', 'values-of-jobs.job_definitions.short-timeout.timeout_seconds'],
    '20 retries': ['wrong-value', 'values-of-jobs.job_definitions.many-retries.retry_strategy.attempts'],
    'a bad queue name': ['bad-name', 'bad-queue-name.job_queues.nightly jobs'],
    '4 environments in a queue': ['wrong-value', 'four-environments.job_queues.four.compute_environments'],
  },
} as const;

it('lists 16 designs', () => {
  expect(Object.values(DESIGNS).flatMap((designs) => Object.keys(designs))).toHaveLength(16);
});

describe.each(Object.entries(DESIGNS))('%s', (fixture, designs) => {
  const source = readSource(`${fixture}.yaml`, readProject(`test/fixtures/refuse/${fixture}/template.yaml`));
  const { diagnostics } = expandSource(source, { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' });
  const found = locateAll(diagnostics, source).map(({ code, path, line, hint }) => ({
    code,
    path: formatPath(path).replace('Provose::Batch.', ''),
    hasLine: line > 2,
    hasFix: hint.length > 10,
  }));

  it.each(Object.entries(designs))('finds %s', (_, [code, path]) => {
    expect(found.filter((one) => one.path === path)).toEqual([{ code, path, hasLine: true, hasFix: true }]);
  });

  it('reports nothing else', () => expect(found).toHaveLength(Object.keys(designs).length));
});
