/** A team's whole set-up in the local cloud: created, used, updated in many places at once, switched and deleted. */

import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  SubmitJobCommand,
} from '@aws-sdk/client-batch';
import { DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import { GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { useCloud } from '../support/cloud.js';
import { changedBy } from '../support/functions.js';
import { readProject } from '../support/golden.js';
import { fullInventory } from '../support/inventory.js';
import { differing, idsOf } from '../support/life.js';
import { ask } from '../support/service.js';

const clients = useCloud();
const first = readProject('examples/production.yaml');
const STACK = 'analytics';

/** The template with a text replaced, which must occur exactly once. */
function edit(template: string, from: string, to: string): string {
  expect(template.split(from)).toHaveLength(2);
  return template.replace(from, to);
}

const RESERVE = '    reserve:\n      instances: { instance_types: [r7i], max_vcpus: 64 }\n';

/** Four changes at once: a disk, a secret, an environment in a queue, and a log group. */
const second = [
  [
    'SPOT, max_vcpus: 256,\n                   disk_gib: 100',
    'SPOT, max_vcpus: 256,\n                   disk_gib: 200',
  ],
  ['secrets: { PASSWORD:', 'secrets: { TOKEN: /warehouse/token, PASSWORD:'],
  [
    'default: { compute_environments: [spot, on-demand] }',
    'default: { compute_environments: [spot, on-demand, reserve] }',
  ],
  ['    on-demand:\n', `${RESERVE}    on-demand:\n`],
  ['retention_days: 30', 'retention_days: 90'],
].reduce((template, [from = '', to = '']) => edit(template, from, to), first);

let before: Awaited<ReturnType<typeof fullInventory>>;
let ids: Readonly<Record<string, string>>;

const id = (name: string) => ids[`Provose${name}`] ?? '';
const deploy = (template: string) => clients().deployer.deploy(STACK, template);

async function environment(name: string) {
  const request = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [id(`ComputeEnvironment${name}`)] });
  return (await clients().batch.send(request)).computeEnvironments?.[0];
}

async function queue(name: string) {
  const request = new DescribeJobQueuesCommand({ jobQueues: [id(`JobQueue${name}`)] });
  return (await clients().batch.send(request)).jobQueues?.[0];
}

/** The size of the disk in every version of a launch template. */
async function disks(name: string) {
  const request = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id(`LaunchTemplate${name}`) });
  const { LaunchTemplateVersions = [] } = await clients().ec2.send(request);
  return LaunchTemplateVersions.map(({ VersionNumber, LaunchTemplateData: data }) => [
    VersionNumber,
    data?.BlockDeviceMappings?.[0]?.Ebs?.VolumeSize,
  ]).sort();
}

/** Submits a job, waits for its end and returns the definition's revision that it used. */
async function run(jobDefinition: string): Promise<string | undefined> {
  const { batch } = clients();
  const request = new SubmitJobCommand({ jobName: 'one', jobQueue: 'analytics-default', jobDefinition });
  const { jobId = '' } = await batch.send(request);
  for (let attempt = 0; attempt < 100; attempt++) {
    const job = (await batch.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs?.[0];
    if (job?.status === 'SUCCEEDED') return job.jobDefinition?.split('/')[1];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the job did not end');
}

it('is created, and runs a job', async () => {
  before = await fullInventory(clients());
  expect((await deploy(first)).changes).toHaveLength(54);
  ids = await idsOf(clients(), STACK);
  expect(await deploy(first)).toMatchObject({ status: 'unchanged' });
  expect(await run('analytics-import')).toBe('analytics-import:1');
});

it('changes only what an update of four keys means, and replaces nothing', async () => {
  const { batch, iam } = clients();
  const earlier = ids;
  const update = await deploy(second);
  ids = await idsOf(clients(), STACK);
  expect(changedBy(update)).toEqual({
    ProvoseComputeEnvironmentReserve: 'Add',
    ProvoseComputeEnvironmentSpot: 'Modify',
    ProvoseExecutionRoleImport: 'Modify',
    ProvoseJobDefinitionImport: 'Modify',
    ProvoseJobQueueDefault: 'Modify',
    ProvoseLaunchTemplateSpot: 'Modify',
    ProvoseLogGroup: 'Modify',
    ProvoseSecurityGroupReserve: 'Add',
  });
  // The id of a job definition contains its revision.
  expect(differing(earlier, ids, [])).toEqual(['ProvoseJobDefinitionImport']);

  expect(await disks('Spot')).toEqual([
    [1, 100],
    [2, 200],
  ]);
  expect(await disks('OnDemand')).toEqual([[1, 100]]);
  expect((await environment('Spot'))?.computeResources?.launchTemplate).toEqual({
    launchTemplateId: id('LaunchTemplateSpot'),
    version: '2',
  });
  expect((await queue('Default'))?.computeEnvironmentOrder).toEqual(
    ['Spot', 'OnDemand', 'Reserve'].map((name, index) => ({
      order: index + 1,
      computeEnvironment: id(`ComputeEnvironment${name}`),
    })),
  );
  const { logGroups } = await ask(clients(), 'logs', 'DescribeLogGroups', { logGroupNamePrefix: id('LogGroup') });
  expect(logGroups).toMatchObject([{ retentionInDays: 90 }]);
  const names = { RoleName: id('ExecutionRoleImport'), PolicyName: 'Statements' };
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(names));
  expect(JSON.parse(decodeURIComponent(PolicyDocument)).Statement).toEqual([
    { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: ids['Warehouse'] },
    {
      Effect: 'Allow',
      Action: ['ssm:GetParameters'],
      Resource: 'arn:aws:ssm:us-east-1:123456789012:parameter/warehouse/token',
    },
  ]);

  const request = new DescribeJobDefinitionsCommand({ jobDefinitionName: 'analytics-import' });
  const { jobDefinitions = [] } = await batch.send(request);
  const secrets = ({ containerProperties: has }: (typeof jobDefinitions)[0]) => has?.secrets?.map(({ name }) => name);
  expect(jobDefinitions.map((one) => [one.revision, one.status, secrets(one)]).sort()).toEqual([
    [1, 'INACTIVE', ['PASSWORD']],
    [2, 'ACTIVE', ['PASSWORD', 'TOKEN']],
  ]);
  expect(await run('analytics-import')).toBe('analytics-import:2');
});

describe('a key that is switched on and off', () => {
  /** Deploys a template, which must change exactly these resources and replace none. */
  async function change(template: string, changes: object) {
    const earlier = ids;
    expect(changedBy(await deploy(template))).toEqual(changes);
    ids = await idsOf(clients(), STACK);
    expect(differing(earlier, { ...earlier, ...ids }, Object.keys(changes).filter(isTemplate))).toEqual([]);
  }
  const isTemplate = (name: string) => name.startsWith('ProvoseLaunchTemplate');

  it('state and job_state_time_limits', async () => {
    const switched = [
      ['    gpu:\n', '    gpu:\n      state: DISABLED\n'],
      ['training: {}', 'training: { job_state_time_limits: none }'],
    ].reduce((template, [from = '', to = '']) => edit(template, from, to), second);
    const changes = { ProvoseComputeEnvironmentGpu: 'Modify', ProvoseJobQueueTraining: 'Modify' };
    const limits = (await queue('Training'))?.jobStateTimeLimitActions;
    expect(limits).toMatchObject([{ reason: 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT', maxTimeSeconds: 1800 }]);
    await change(switched, changes);
    expect((await environment('Gpu'))?.state).toBe('DISABLED');
    expect((await queue('Training'))?.jobStateTimeLimitActions).toEqual([]);
    await change(second, changes);
    expect((await environment('Gpu'))?.state).toBe('ENABLED');
    expect((await queue('Training'))?.jobStateTimeLimitActions).toEqual(limits);
  });

  const disk = ', disk_gib: 100, tags: { team: data } }\n    gpu';
  const modified = { ProvoseComputeEnvironmentOnDemand: 'Modify' };
  const removed = { ...modified, ProvoseLaunchTemplateOnDemand: 'Remove' };
  const added = { ...modified, ProvoseLaunchTemplateOnDemand: 'Add' };
  const launchTemplate = async () =>
    (await environment('OnDemand'))?.computeResources?.launchTemplate?.launchTemplateId;

  // https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResourceUpdate.html
  it('disk_gib, without which AWS Batch keeps naming the launch template that is gone', async () => {
    const gone = id('LaunchTemplateOnDemand');
    await change(edit(second, disk, disk.replace(' disk_gib: 100,', '')), removed);
    expect(await launchTemplate()).toBe(gone);
    await change(second, added);
    expect(await launchTemplate()).toBe(id('LaunchTemplateOnDemand'));
    expect(await launchTemplate()).not.toBe(gone);
  });

  it('disk_gib, with the override that the guide recommends', async () => {
    const without = edit(second, disk, disk.replace(' disk_gib: 100,', ''));
    const override = "overrides: { ComputeResources: { LaunchTemplate: { LaunchTemplateId: '' } } }";
    await change(edit(without, '    gpu:\n', `      ${override}\n    gpu:\n`), removed);
    expect(await launchTemplate()).toBeUndefined();
    await change(without, modified);
    expect(await launchTemplate()).toBeUndefined();
    await change(second, added);
    expect(await launchTemplate()).toBe(id('LaunchTemplateOnDemand'));
  });
});

it('is deleted, and leaves only its log group and its data', async () => {
  await clients().deployer.remove(STACK);
  const after = await fullInventory(clients());
  expect(after).toEqual({
    ...before,
    logGroups: [...before.logGroups, id('LogGroup')].sort(),
    buckets: [...before.buckets, ids['Data']].sort(),
  });
});
