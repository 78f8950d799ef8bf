/** How many resources a module has, of which CloudFormation allows 500: the guide’s table, and the largest modules. */

import { expand } from '../macro/expand.js';
import type { Mapping, Template } from '../macro/template/template.js';
import { readProject } from './support/golden.js';

const context = { parameters: {}, region: 'eu-central-1', isComplete: true };
const VPC = { id: 'vpc-00000000000000a1b', subnets: ['subnet-00000000000000a1b'] };
const JOB = { image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/job:1', vcpus: 1, memory: 512 };
const EC2 = { instance_types: ['m5d.large'], max_vcpus: 16 };
const FARGATE = { compute_environment_type: 'FARGATE', max_vcpus: 16 };
const MANAGED = { compute_environment_type: 'ECS_MANAGED_INSTANCES', max_vcpus: 16 };

const templateOf = (provose_config: Mapping, batch: Mapping, more: Mapping = {}): Template => ({
  'Provose::Batch': { provose_config, batch },
  ...more,
});

/** The number of resources of a template, which must have no diagnostics except that it is large. */
function count(template: Template): number {
  const { template: output, diagnostics } = expand(template, context);
  expect(diagnostics.filter(({ code }) => code !== 'needs-upload')).toEqual([]);
  return Object.keys(output?.['Resources'] as Mapping).length;
}

describe('the table in the guide', () => {
  const queued = (instances: Mapping, more: Mapping = {}) => ({ instances, job_queues: { main: {} }, ...more });
  const inOwnVpc = (keys: Mapping = {}, instances: Mapping = EC2) => templateOf(keys, { one: queued(instances) });
  const configured = (keys: Mapping = {}) => templateOf({ vpc: VPC, ...keys }, { one: queued(EC2) });
  const environments = (...all: Mapping[]) =>
    templateOf({ vpc: VPC }, { one: queued(EC2), ...Object.fromEntries(all.map((one, at) => [`other-${at}`, one])) });
  const onInstances = (instances: Mapping, more: Mapping = {}) => ({ instances, job_queues: {}, ...more });
  const instances = (keys: Mapping) => environments(onInstances({ ...EC2, ...keys }));
  const queues = (...all: Mapping[]) =>
    environments(onInstances(EC2, { job_queues: Object.fromEntries(all.map((one, at) => [`queue-${at}`, one])) }));
  const jobs = (...all: Mapping[]) =>
    templateOf(
      { vpc: VPC },
      {
        one: queued(EC2, {
          job_definitions: Object.fromEntries(all.map((job, at) => [`job-${at}`, { ...JOB, ...job }])),
        }),
      },
    );
  const on = (platform: Mapping, definitions: Mapping = {}) =>
    templateOf({ vpc: VPC }, { one: queued(platform, { job_definitions: definitions }) });
  const withEgress = (job: Mapping) =>
    templateOf(
      { vpc: VPC },
      { one: queued(EC2, { egress: { tcp: [443] }, job_definitions: { job: { ...JOB, ...job } } }) },
    );
  const image = (tag: string) => ({ image: { name: 'job', tag, private_registry: true } });
  const hourly = { schedule_expression: 'rate(1 hour)' };
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  const status = (name: string) => ({
    Value: { 'Fn::GetAtt': ['Provose', `batch.aws_batch_job_queue.batch.${name}`] },
  });

  /** For each row, pairs of templates. The second has as many resources more than the first as the row says. */
  const rows: [string, [Template, Template][]][] = [
    [
      'no `vpc`',
      [
        [configured(), inOwnVpc()],
        [inOwnVpc(), inOwnVpc({ availability_zones: 4 })],
      ],
    ],
    ['`network: nat`', [[inOwnVpc(), inOwnVpc({ network: 'nat' })]]],
    [
      '`nat_gateways`',
      [
        [inOwnVpc({ network: 'nat' }), inOwnVpc({ network: 'nat', nat_gateways: 1 })],
        [inOwnVpc({ network: 'nat', nat_gateways: 1 }), inOwnVpc({ network: 'nat', nat_gateways: 2 })],
      ],
    ],
    [
      '`network: endpoints`',
      [
        [inOwnVpc(), inOwnVpc({ network: 'endpoints' })],
        [
          templateOf(
            { network: 'endpoints' },
            {
              one: queued(EC2, {
                job_definitions: { job: { ...JOB, execution_role: 'arn:aws:iam::123456789012:role/a' } },
              }),
            },
          ),
          templateOf(
            { network: 'endpoints' },
            {
              one: queued(EC2, {
                job_definitions: {
                  job: { ...JOB, execution_role: 'arn:aws:iam::123456789012:role/a', secrets: { A: '/a' } },
                },
              }),
            },
          ),
        ],
      ],
    ],
    [
      '`EC2` and `SPOT` environments without `instance_profile`',
      [[configured({ instance_profile: 'arn:aws:iam::123456789012:instance-profile/a' }), configured()]],
    ],
    ['`ECS_MANAGED_INSTANCES` environments', [[on(FARGATE), on(MANAGED)]]],
    [
      'a compute environment',
      [
        [environments(), environments(onInstances(EC2))],
        [environments(), environments(onInstances(EC2, { security_group_ids: ['sg-00000000000000a1b'] }))],
      ],
    ],
    [
      '`disk_gib`, `user_data`, `nvme_scratch`, `capacity_reservation`',
      [[instances({}), instances({ disk_gib: 99, user_data: '#!/bin/sh', nvme_scratch: '/scratch' })]],
    ],
    [
      '`allocation_strategy: BEST_FIT` of a `SPOT` environment',
      [[instances({}), instances({ compute_environment_type: 'SPOT', allocation_strategy: 'BEST_FIT' })]],
    ],
    [
      'a queue',
      [
        [queues(), queues({})],
        [queues(), queues({ fair_share: {} })],
      ],
    ],
    ['a job definition', [[jobs(), jobs({})]]],
    ['a private image', [[jobs({}, {}, {}), jobs(image('a'), image('a'), {})]]],
    [
      '`policies`, mounts of EFS and S3 file systems, `enable_execute_command`',
      [
        [
          jobs({}),
          jobs({ policies: [statement], mounts: { '/a': 'fs-00000000000000a1b' }, enable_execute_command: true }),
        ],
      ],
    ],
    [
      'secrets, `repository_credentials`, any job on Fargate or Managed Instances',
      [
        [
          jobs({}),
          jobs({
            secrets: { A: '/a' },
            repository_credentials: {
              credentials_parameter: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a',
            },
          }),
        ],
      ],
    ],
    [
      '`nodes`',
      [
        [jobs({}, {}), jobs({ nodes: 2 }, { nodes: 3 })],
        [withEgress({}), withEgress({ nodes: 2 })],
      ],
    ],
    [
      '`schedules`',
      [
        [jobs({}), jobs({ schedules: { a: hourly } })],
        [jobs({ schedules: { a: hourly } }), jobs({ schedules: { a: hourly, b: hourly } })],
      ],
    ],
    ['`logs`', [[configured(), configured({ logs: {} })]]],
    [
      '`notifications`',
      [
        [configured(), configured({ notifications: 'arn:aws:sns:eu-central-1:123456789012:topic' })],
        [configured(), configured({ notifications: 'oncall@example.com' })],
      ],
    ],
    ['`submit_policy`', [[configured(), configured({ submit_policy: true })]]],
    [
      'references that only AWS can answer',
      [[configured(), { ...configured(), Outputs: { A: status('main'), B: status('main') } }]],
    ],
  ];

  const table = readProject('docs/guide.md').split('### What costs a resource')[1] ?? '';
  const cells = new Map(
    [...table.matchAll(/^\| (.*) \| (.*) \|$/gm)].slice(2).map(([, write = '', cost = '']) => [write, cost]),
  );

  it.each(rows)('is right about %s', (write, pairs) => {
    const numbers = cells.get(write)?.match(/\d+/g)?.map(Number);
    expect(pairs.map(([without, included]) => count(included) - count(without))).toEqual(numbers);
  });

  it('has no other rows', () => {
    expect([...cells.keys()]).toEqual(rows.map(([write]) => write));
  });
});

describe('the largest modules', () => {
  const entries = (number: number, name: string, value: unknown) =>
    Object.fromEntries(Array.from({ length: number }, (_, index) => [`${name}-${index}`, value]));
  const definition = {
    ...JOB,
    command: ['run', 'Ref::day'],
    environment: { STAGE: 'production', BUCKET: { Ref: 'AWS::StackName' } },
    retry_strategy: 5,
    timeout_seconds: 3600,
  };
  /** As many compute environments as AWS allows, each with a launch template, a queue and its part of the definitions. */
  const largest = (definitions: number) =>
    templateOf(
      { logs: {} },
      Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [
          `environment-${index}`,
          {
            instances: { ...EC2, compute_environment_type: 'SPOT', disk_gib: 100 },
            job_queues: { [`queue-${index}`]: {} },
            job_definitions: entries(
              Math.floor(definitions / 50) + (index < definitions % 50 ? 1 : 0),
              `job-${index}`,
              definition,
            ),
          },
        ]),
      ),
    );

  it('of 50 compute environments, 50 queues and 250 definitions stays within the limit', () => {
    expect(count(largest(250))).toBe(465);
  });

  it('has exactly 500 resources', () => {
    expect(count(largest(285))).toBe(500);
    const { template, diagnostics } = expand(largest(286), context);
    expect(template).toBeUndefined();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('501')]);
  });
});
