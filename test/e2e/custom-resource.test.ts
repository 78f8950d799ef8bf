/**
 * Private images and export maps, deployed: the custom resources return what AWS has, and no stack hangs. The file is
 * long because its cases share one set-up.
 */

import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
} from '@aws-sdk/client-batch';
import { BatchDeleteImageCommand } from '@aws-sdk/client-ecr';
import { useCloud } from '../support/cloud.js';
import { pushImage } from '../support/image.js';
import { inventory } from '../support/inventory.js';

const clients = useCloud();

const push = (repository: string, tag: string, architectures: readonly string[], content?: string) =>
  pushImage(clients(), repository, tag, architectures, content);

/** A module with job definitions, and outputs of the template. */
function template(jobs: Record<string, unknown>, outputs: Record<string, unknown> = {}, types = ['m5.large']): string {
  const definitions = Object.entries(jobs).map(([name, image]) => [name, { image, vcpus: 1, memory: 512 }]);
  return JSON.stringify({
    Transform: 'ProvoseBatch',
    'Provose::Batch': {
      provose_config: { name_prefix: { 'Fn::Sub': '${AWS::StackName}-' }, availability_zones: 1 },
      batch: {
        main: {
          instances: { instance_types: types, max_vcpus: 2 },
          job_queues: { work: {} },
          job_definitions: Object.fromEntries(definitions),
        },
      },
    },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
  });
}

const refer = (path: string) => ({ 'Fn::GetAtt': `Provose.${path}` });

async function imagesOf(prefix: string) {
  const { jobDefinitions = [] } = await clients().batch.send(new DescribeJobDefinitionsCommand({ status: 'ACTIVE' }));
  const own = jobDefinitions.filter(({ jobDefinitionName }) => jobDefinitionName?.startsWith(prefix));
  return Object.fromEntries(own.map((each) => [each.jobDefinitionName, each.containerProperties?.image]));
}

const ServiceToken = {
  'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:ProvoseBatch-resources',
};
const REGISTRY = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

describe('a private image', () => {
  it('is deployed by tag or digest, and looked up once for all definitions that use it', async () => {
    const digest = await push('team/app', 'v1', ['amd64', 'arm64']);
    const image = { name: 'team/app', tag: 'v1', private_registry: true };
    const before = await inventory(clients());
    const { changes } = await clients().deployer.deploy(
      'images',
      template({ a: image, b: image, c: image, d: image, e: image, pinned: { ...image, pin: 'digest' } }),
    );
    const asked = changes.filter(({ ResourceChange: change }) => change?.ResourceType === 'Custom::ProvoseImage');
    expect(asked).toHaveLength(2);
    expect(await imagesOf('images-')).toMatchObject({
      'images-a': `${REGISTRY}/team/app:v1`,
      'images-e': `${REGISTRY}/team/app:v1`,
      'images-pinned': `${REGISTRY}/team/app@${digest}`,
    });
    await clients().deployer.remove('images');
    expect(await inventory(clients())).toEqual(before);
  });

  it('is looked up again only if refresh changes', async () => {
    const pinned = (refresh: string) =>
      template({ job: { name: 'team/moving', tag: 'latest', private_registry: true, pin: 'digest', refresh } });
    const first = await push('team/moving', 'latest', ['amd64'], 'first');
    await clients().deployer.deploy('moving', pinned('1'));
    const second = await push('team/moving', 'latest', ['amd64'], 'second');
    expect(second).not.toBe(first);
    expect(await clients().deployer.deploy('moving', pinned('1'))).toMatchObject({ status: 'unchanged' });
    expect(await imagesOf('moving-')).toEqual({ 'moving-job': `${REGISTRY}/team/moving@${first}` });
    await clients().deployer.deploy('moving', pinned('2'));
    expect(await imagesOf('moving-')).toEqual({ 'moving-job': `${REGISTRY}/team/moving@${second}` });
    await clients().deployer.remove('moving');
  });

  it.each([
    [
      'a repository that does not exist',
      { name: 'team/none' },
      ['m5.large'],
      /team\/none.*us-east-1.*create-repository/s,
    ],
    ['a tag that does not exist', { name: 'team/app', tag: 'v9' }, ['m5.large'], /123456789012.*team\/app.*v9.*push/s],
    [
      'an image for another architecture',
      { name: 'team/intel', tag: 'v1' },
      ['m7g.large'],
      /team\/intel.*arm64.*buildx/s,
    ],
  ])('fails the deployment for %s, and says what to do', async (_, image, types, reason) => {
    await push('team/app', 'v1', ['amd64', 'arm64']).catch(() => {});
    await push('team/intel', 'v1', ['amd64']).catch(() => {});
    const before = await inventory(clients());
    const deployment = clients().deployer.deploy(
      'refused',
      template({ job: { ...image, private_registry: true } }, {}, types),
    );
    await expect(deployment).rejects.toThrow(reason);
    expect((await clients().deployer.find('refused'))?.StackStatus).toBe('ROLLBACK_COMPLETE');
    await clients().deployer.remove('refused');
    expect(await inventory(clients())).toEqual(before);
  });

  it('that does not fit an update leaves the stack as it was', async () => {
    await pushImage(clients(), 'team/amd', 'v1', ['amd64']);
    const jobs = { job: { name: 'team/amd', tag: 'v1', private_registry: true } };
    await clients().deployer.deploy('swapped', template(jobs));
    const before = await inventory(clients());
    // The update asks for another architecture. The rollback swaps the properties and asks for the first one again.
    await expect(clients().deployer.deploy('swapped', template(jobs, {}, ['m7g.large']))).rejects.toThrow(
      /linux\/arm64/,
    );
    expect((await clients().deployer.find('swapped'))?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect({ ...(await inventory(clients())), definitions: [] }).toEqual({ ...before, definitions: [] });
    expect(await imagesOf('swapped-')).toEqual({ 'swapped-job': `${REGISTRY}/team/amd:v1` });
    expect(await clients().deployer.deploy('swapped', template(jobs))).toMatchObject({ status: 'unchanged' });
    await clients().deployer.remove('swapped');
  });

  it('whose tag has left the registry does not fail the rollback of an update', async () => {
    const tagged = (more: object = {}) => {
      const image = { name: 'team/rolled', tag: { Ref: 'Tag' }, private_registry: true };
      return JSON.stringify({
        ...JSON.parse(template({ job: image })),
        Parameters: { Tag: { Type: 'String' } },
        Resources: more,
      });
    };
    await push('team/rolled', 'v1', ['amd64']);
    await clients().deployer.deploy('rolled', tagged(), { Tag: 'v1' });
    await push('team/rolled', 'v2', ['amd64'], 'v2');
    const gone = { repositoryName: 'team/rolled', imageIds: [{ imageTag: 'v1' }] };
    await clients().ecr.send(new BatchDeleteImageCommand(gone));
    const Bad = { Type: 'Custom::Unknown', DependsOn: 'Provose', Properties: { ServiceToken } };
    await expect(clients().deployer.deploy('rolled', tagged({ Bad }), { Tag: 'v2' })).rejects.toThrow(
      /Custom::Unknown/,
    );
    expect((await clients().deployer.find('rolled'))?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await imagesOf('rolled-')).toEqual({ 'rolled-job': `${REGISTRY}/team/rolled:v1` });
    await clients().deployer.remove('rolled');
  });

  it('that is not checked may be pushed later', async () => {
    const image = { name: 'team/later', tag: 'v1', private_registry: true, check: false };
    await clients().deployer.deploy('later', template({ job: image }));
    expect(await imagesOf('later-')).toEqual({ 'later-job': `${REGISTRY}/team/later:v1` });
    await clients().deployer.remove('later');
  });
});

describe('an export', () => {
  it('is what AWS has, and is read again if what it describes changes', async () => {
    const environment = 'batch.aws_batch_compute_environment.batch.main';
    const outputs = {
      Status: refer(`${environment}.status`),
      Cluster: refer(`${environment}.ecs_cluster_arn`),
      Most: refer(`${environment}.compute_resources.0.max_vcpus`),
      Queue: refer('batch.aws_batch_job_queue.batch.work'),
      Queues: refer('batch.aws_batch_job_queue.batch'),
      Subnets: refer('vpc.aws_subnet.vpc'),
      Role: refer('batch.aws_iam_role.batch__execution_role.main.unique_id'),
    };
    const { deployer, batch } = clients();
    const deploy = async (text: string) => {
      const { stack, changes, status } = await deployer.deploy('exports', text);
      const values = Object.fromEntries((stack.Outputs ?? []).map((each) => [each.OutputKey, each.OutputValue ?? '']));
      return { values, status, changed: changes.map(({ ResourceChange: change }) => change?.ResourceType) };
    };
    const text = template({ job: 'busybox' }, outputs);
    const { values } = await deploy(text);
    const { computeEnvironments: [one] = [] } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
    const { jobQueues: [queue] = [] } = await batch.send(new DescribeJobQueuesCommand({}));
    expect(values).toMatchObject({ Status: 'VALID', Cluster: one?.ecsClusterArn, Most: '2' });
    expect(values['Role']).toMatch(/^AROA/);
    const entry = JSON.parse(values['Queue'] ?? '');
    expect(entry).toMatchObject({ arn: queue?.jobQueueArn, name: 'exports-work', priority: 1, state: 'ENABLED' });
    expect(JSON.parse(values['Queues'] ?? '')).toEqual({ work: entry });
    expect(JSON.parse(values['Subnets'] ?? '')).toMatchObject([
      { cidr_block: '10.0.0.0/19', map_public_ip_on_launch: true },
    ]);

    expect((await deploy(text)).status).toBe('unchanged');
    const more = await deploy(text.replace('"max_vcpus":2', '"max_vcpus":6'));
    expect(more.values['Most']).toBe('6');
    expect(more.changed.sort()).toEqual(['AWS::Batch::ComputeEnvironment', 'Custom::ProvoseExport']);
    await deployer.remove('exports');
  });
});

it('refuses a hand-written export of another stack’s resources, and answers one of its own stack’s', async () => {
  const { deployer } = clients();
  const secret = { image: 'busybox', vcpus: 1, memory: 512, environment: { PASSWORD: 'hunter2' } };
  const victim = JSON.parse(template({}));
  victim['Provose::Batch'].batch.main.job_definitions = { job: secret };
  victim['Outputs'] = { Arn: { Value: refer('batch.aws_batch_job_definition.batch.job.arn') } };
  const { stack } = await deployer.deploy('victim', JSON.stringify(victim));
  const Id = stack.Outputs?.[0]?.OutputValue ?? '';
  const entry = (more: object) => ({
    Type: 'Custom::ProvoseExport',
    Properties: { ServiceToken, ResourceType: 'aws_internet_gateway', Attributes: ['arn'], ...more },
  });
  const written = (Export: unknown) =>
    JSON.stringify({
      Resources: { Gateway: { Type: 'AWS::EC2::InternetGateway' }, Export },
      Outputs: { Value: { Value: { 'Fn::GetAtt': 'Export.arn' } } },
    });
  const theirs = entry({ ResourceType: 'aws_batch_job_definition', Id, Attributes: ['arn', 'container_properties'] });
  await expect(deployer.deploy('attacker', written(theirs))).rejects.toThrow(
    /The stack has no AWS::Batch::JobDefinition .*job:1, and an export answers only for resources of the stack that asks/,
  );
  await deployer.remove('attacker');
  const { stack: own } = await deployer.deploy('own', written(entry({ Id: { Ref: 'Gateway' } })));
  expect(own.Outputs?.[0]?.OutputValue).toMatch(/:internet-gateway\/igw-/);
  for (const name of ['own', 'victim']) await deployer.remove(name);
});

it('answers for 30 environments, 50 queues and 100 definitions, each entry and each map', async () => {
  const many = <Value>(count: number, name: string, value: (index: number) => Value) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}-${index}`, value(index)]));
  const share = (total: number, environments: number, index: number) =>
    Math.floor((total * (index + 1)) / environments) - Math.floor((total * index) / environments);
  const batch = many(30, 'environment', (index) => ({
    instances: { instance_types: ['m5.large'], max_vcpus: 2 },
    job_queues: many(share(50, 30, index), `queue-${index}`, () => ({})),
    job_definitions: many(share(100, 30, index), `job-${index}`, () => ({ image: 'busybox', vcpus: 1, memory: 512 })),
  }));
  const maps = ['aws_batch_compute_environment', 'aws_batch_job_queue', 'aws_batch_job_definition'];
  const { deployer } = clients();
  const { stack } = await deployer.deploy(
    'many',
    JSON.stringify({
      Transform: 'ProvoseBatch',
      'Provose::Batch': { batch },
      Outputs: Object.fromEntries(maps.map((type, index) => [`Map${index}`, { Value: refer(`batch.${type}.batch`) }])),
    }),
  );
  const values = (stack.Outputs ?? []).sort((a, b) => (a.OutputKey ?? '').localeCompare(b.OutputKey ?? ''));
  const entries = values.map(({ OutputValue }) =>
    Object.values(JSON.parse(OutputValue ?? '{}') as Record<string, { arn: string }>),
  );
  expect(entries.map((list) => list.length)).toEqual([30, 50, 100]);
  expect(new Set(entries.flat().map(({ arn }) => arn)).size).toBe(180);
  await deployer.remove('many');
}, 400_000);
