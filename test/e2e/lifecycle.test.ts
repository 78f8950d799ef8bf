/** The life of a module in the local cloud: created, updated, left alone, refused, rolled back, deleted. */

import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  SubmitJobCommand,
} from '@aws-sdk/client-batch';
import type { Change } from '@aws-sdk/client-cloudformation';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { DeploymentFailed } from '../../local-cloud/deploy.js';
import { useCloud } from '../support/cloud.js';
import { readProject } from '../support/golden.js';
import { pushImage } from '../support/image.js';
import { inventory } from '../support/inventory.js';

const clients = useCloud();
const first = readProject('examples/first.yaml');

/** The logical ids that a change set lists, each with its action. */
const changed = (changes: readonly Change[]) =>
  Object.fromEntries(changes.map(({ ResourceChange: change }) => [change?.LogicalResourceId, change?.Action]));

describe('a stack with a module', () => {
  let before: Awaited<ReturnType<typeof inventory>>;
  const ENVIRONMENT = 'ProvoseComputeEnvironmentComputeEnvironmentNo1';
  const JOB = 'ProvoseJobDefinitionJobNo1';

  it('is created', async () => {
    before = await inventory(clients());
    const { status, changes } = await clients().deployer.deploy('life', first);
    expect(status).toBe('created');
    expect(changes).toHaveLength(18);
    const after = await inventory(clients());
    expect([after.environments, after.queues, after.definitions, after.subnets].map((list) => list.length)).toEqual([
      1,
      1,
      1,
      before.subnets.length + 3,
    ]);
  });

  it('runs a job', async () => {
    const { batch } = clients();
    const { jobId = '' } = await batch.send(
      new SubmitJobCommand({ jobName: 'one', jobQueue: 'mainqueue', jobDefinition: 'job-1' }),
    );
    let status: string | undefined;
    for (let attempt = 0; attempt < 100 && status !== 'SUCCEEDED'; attempt++) {
      status = (await batch.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs?.[0]?.status;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(status).toBe('SUCCEEDED');
  });

  it('is left alone if nothing changed', async () => {
    expect(await clients().deployer.deploy('life', first)).toMatchObject({ status: 'unchanged', changes: [] });
  });

  const updates: [string, (template: string) => string, Record<string, string>][] = [
    ['more vCPUs', (text) => text.replace('max_vcpus: 2', 'max_vcpus: 8'), { [ENVIRONMENT]: 'Modify' }],
    [
      'other instance types',
      (text) => text.replace('[m5.large]', '[m5.large, c5.xlarge]'),
      { [ENVIRONMENT]: 'Modify' },
    ],
    [
      'one more queue',
      (text) => text.replace('      job_definitions:', '        urgent: { priority: 9 }\n      job_definitions:'),
      { ProvoseJobQueueUrgent: 'Add' },
    ],
    ['another image tag', (text) => text.replace('tag: latest', "tag: '1.36'"), { [JOB]: 'Modify' }],
    ['one definition less', (text) => text.slice(0, text.indexOf('      job_definitions:')), { [JOB]: 'Remove' }],
  ];
  let template = first;

  it.each(updates)('touches nothing else for %s', async (_, update, expected) => {
    const earlier = await inventory(clients());
    template = update(template);
    const { status, changes } = await clients().deployer.deploy('life', template);
    expect(status).toBe('updated');
    expect(changed(changes)).toEqual(expected);
    const later = await inventory(clients());
    // The environment and everything around it are the same as before.
    for (const kind of [
      'environments',
      'vpcs',
      'subnets',
      'gateways',
      'tables',
      'endpoints',
      'groups',
      'roles',
      'profiles',
    ] as const) {
      expect(later[kind]).toEqual(earlier[kind]);
    }
    expect(later.queues).toEqual(expect.arrayContaining(earlier.queues));
  });

  it('has the result of all updates in the end', async () => {
    const { batch } = clients();
    const { computeEnvironments = [] } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
    expect(computeEnvironments[0]?.computeResources).toMatchObject({
      maxvCpus: 8,
      instanceTypes: ['m5.large', 'c5.xlarge'],
    });
    const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({}));
    expect(jobQueues.map(({ jobQueueName, priority }) => [jobQueueName, priority]).sort()).toEqual([
      ['mainqueue', 1],
      ['urgent', 9],
    ]);
    const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitionName: 'job-1' }));
    const revisions = jobDefinitions.map(({ revision, status, containerProperties: has }) => [
      revision,
      status,
      has?.image,
    ]);
    expect(revisions.sort()).toEqual([
      [1, 'INACTIVE', 'busybox:latest'],
      [2, 'INACTIVE', 'busybox:1.36'],
    ]);
  });

  it('is deleted with everything in it', async () => {
    await clients().deployer.remove('life');
    expect(await inventory(clients())).toEqual(before);
  });
});

describe('a template that cannot be deployed', () => {
  it('is refused by the macro with every diagnostic', async () => {
    const broken = first.replace('max_vcpus: 2', 'max_vcpu: 2').replace('memory: 512', 'memory: much');
    const deployment = clients().deployer.deploy('broken', broken);
    await expect(deployment).rejects.toBeInstanceOf(DeploymentFailed);
    const { message } = (await deployment.catch((error: Error) => error as DeploymentFailed)) as DeploymentFailed;
    expect(message).toBe(
      [
        'Transform 123456789012::ProvoseBatch failed with: 2 errors:',
        '(1) Provose::Batch.batch.compute-environment-1.instances.max_vcpu: unknown key "max_vcpu". Did you mean max_vcpus?',
        '(2) Provose::Batch.batch.compute-environment-1.job_definitions.job-1.memory: expected an integer from 4 to 100000000; received "much". For example: memory: 512',
      ].join('\n'),
    );
  });

  it('is rolled back if it fails half-way, and leaves nothing behind', async () => {
    const { deployer, batch } = clients();
    await deployer.deploy('holder', first);
    const before = await inventory(clients());
    // The name of the queue is taken. Only AWS Batch can know that.
    const second = first.replace(/job-1/g, 'job-2').replace(/compute-environment-1/g, 'other');
    await expect(deployer.deploy('second', second)).rejects.toThrow(/ProvoseJobQueueMainqueue: .*already exists/);
    expect((await deployer.find('second'))?.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await inventory(clients())).toEqual(before);

    // An update that fails half-way changes nothing.
    const update = first.replace('max_vcpus: 2', 'max_vcpus: 64').replace('mainqueue:', 'taken:');
    await deployer.deploy('third', first.replace(/mainqueue/g, 'taken').replace(/job-1/g, 'job-3'));
    await expect(deployer.deploy('holder', update)).rejects.toThrow(/already exists/);
    expect((await deployer.find('holder'))?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: ['mainqueue'] }));
    expect(jobQueues[0]?.state).toBe('ENABLED');
    const arn = jobQueues[0]?.computeEnvironmentOrder?.[0]?.computeEnvironment ?? '';
    const { computeEnvironments = [] } = await batch.send(
      new DescribeComputeEnvironmentsCommand({ computeEnvironments: [arn] }),
    );
    expect(computeEnvironments[0]?.computeResources?.maxvCpus).toBe(2);
    for (const name of ['holder', 'second', 'third']) await deployer.remove(name);
  });
});

describe('the other examples', () => {
  it('two environments with private images are deployed after the images are pushed', async () => {
    const { deployer, batch } = clients();
    await pushImage(clients(), 'analytics/report', '1.10', ['arm64']);
    await pushImage(clients(), 'analytics/dashboard', 'stable', ['amd64']);
    await deployer.deploy('analytics', readProject('examples/two-environments.yaml'));
    const jobDefinitionName = 'analytics-report';
    const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitionName }));
    expect(jobDefinitions[0]?.containerProperties).toMatchObject({
      image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/analytics/report:1.10',
      command: ['report', '--day', 'Ref::day'],
      environment: [{ name: 'BUCKET', value: expect.stringMatching(/reports/) }],
    });
    await deployer.remove('analytics');
  });

  it('a module beside a SAM function is deployed, and ProvoseBatch runs before SAM', async () => {
    const { deployer } = clients();
    const { changes } = await deployer.deploy('sam', readProject('examples/beside-sam.yaml'));
    const types = changes.map(({ ResourceChange: change }) => change?.ResourceType);
    expect(types).toEqual(expect.arrayContaining(['AWS::Lambda::Function', 'AWS::Batch::JobQueue', 'AWS::IAM::Role']));
    await deployer.remove('sam');
  });

  it('an existing VPC is used, and parameters decide', async () => {
    const { deployer, batch, ec2 } = clients();
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const subnets = Subnets.slice(0, 2).map(({ SubnetId = '' }) => SubnetId);
    const parameters = { Vpc: Subnets[0]?.VpcId ?? '', Subnets: subnets.join(','), Stage: 'production', Ports: '80' };
    const before = await inventory(clients());
    await deployer.deploy('brought', readProject('examples/brought-vpc.yaml'), parameters);
    const { computeEnvironments = [] } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
    expect(computeEnvironments[0]?.computeResources).toMatchObject({ type: 'EC2', maxvCpus: 16, subnets });
    expect((await inventory(clients())).vpcs).toEqual(before.vpcs);
    await deployer.remove('brought');
    expect(await inventory(clients())).toEqual(before);
  });
});
