/** The types of AWS Batch in the local cloud, and what its APIs describe of the properties that moto does not model. */

import {
  DescribeComputeEnvironmentsCommand,
  DescribeConsumableResourceCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  DescribeSchedulingPoliciesCommand,
  SubmitJobCommand,
} from '@aws-sdk/client-batch';
import { batchTemplate } from '../support/batch-types.js';
import { useCloud } from '../support/cloud.js';
import { lifeOf } from '../support/life.js';

const clients = useCloud({ withMacro: false });

/** The definition that is active, with the highest revision. */
async function definition(jobDefinitionName: string) {
  const command = new DescribeJobDefinitionsCommand({ jobDefinitionName, status: 'ACTIVE' });
  const { jobDefinitions = [] } = await clients().batch.send(command);
  return jobDefinitions.sort((one, other) => (other.revision ?? 0) - (one.revision ?? 0))[0];
}

async function statusOf(jobQueue: string, jobDefinition: string) {
  const { batch } = clients();
  const { jobId = '' } = await batch.send(new SubmitJobCommand({ jobName: 'job', jobQueue, jobDefinition }));
  return (await batch.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs?.[0]?.status;
}

const see = async (ids: Readonly<Record<string, string>>) => {
  const { batch } = clients();
  const id = (name: string) => String(ids[name]);
  const environment = async (name: string) => {
    const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [id(name)] });
    return (await batch.send(command)).computeEnvironments?.[0];
  };
  const queue = async (name: string) =>
    (await batch.send(new DescribeJobQueuesCommand({ jobQueues: [id(name)] }))).jobQueues?.[0];
  const policies = await batch.send(new DescribeSchedulingPoliciesCommand({ arns: [id('Policy')] }));
  const resource = new DescribeConsumableResourceCommand({ consumableResource: id('Licenses') });
  const [instances, queued, job, tasks] = [
    await environment('Instances'),
    await queue('Queue'),
    await definition('types-job'),
    await definition('types-tasks'),
  ];
  return {
    instances: [instances?.state, instances?.updatePolicy, instances?.ecsSettings],
    resources: instances?.computeResources,
    keyPair: [instances?.computeResources?.ec2KeyPair], // an empty one removes it
    followsTemplate: instances?.computeResources?.launchTemplate?.launchTemplateId === id('Template'),
    fargate: (await environment('Fargate'))?.computeResources?.maxvCpus,
    managed: (await environment('Managed'))?.computeResources?.managedInstancesProvider?.instanceLaunchTemplate,
    policy: policies.schedulingPolicies?.[0]?.fairsharePolicy,
    licenses: await batch.send(resource),
    queue: [queued?.priority, queued?.schedulingPolicyArn === id('Policy'), queued?.jobStateTimeLimitActions?.length],
    serverless: (await queue('Serverless'))?.computeEnvironmentOrder?.map(
      (one) => one.computeEnvironment === id('FargateSpot'),
    ),
    job,
    nodes: (await definition('types-nodes'))?.nodeProperties,
    tasks: [tasks?.ecsProperties?.taskProperties, tasks?.containerProperties],
    statuses: [
      await statusOf(id('Serverless'), 'types-job'),
      await statusOf('types-managed', 'types-tasks'),
      await statusOf('types-instances', 'types-nodes'),
    ],
  };
};

const tasks = (image: string) => [
  [{ networkMode: 'host', executionRoleArn: expect.any(String), containers: [{ name: 'main', image }] }],
  undefined,
];
const job = {
  propagateTags: true,
  retryStrategy: { attempts: 3, evaluateOnExit: [{ action: 'retry' }, { action: 'exit' }] },
  timeout: { attemptDurationSeconds: 600 },
  schedulingPriority: 5,
  consumableResourceProperties: {
    consumableResourceList: [{ consumableResource: expect.stringContaining(':consumable-resource/'), quantity: 1 }],
  },
  tags: { stage: 'any' },
};
const properties = (image: string) => ({
  image,
  secrets: [{ name: 'TOKEN' }],
  volumes: [{ efsVolumeConfiguration: { transitEncryption: 'ENABLED' } }],
  mountPoints: [{ containerPath: '/data', readOnly: true }],
  linuxParameters: { sharedMemorySize: 64, tmpfs: [{ size: 8 }] },
  logConfiguration: { options: { 'awslogs-stream-prefix': 'job' } },
});

describe('the resources of AWS Batch', () => {
  const statuses = ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'];
  lifeOf(clients)({
    name: 'types',
    template: batchTemplate,
    see,
    first: {
      instances: ['ENABLED', { terminateJobsOnUpdate: false }, { containerInsights: 'enabled' }],
      resources: {
        maxvCpus: 16,
        ec2Configuration: [{ imageType: 'ECS_AL2023' }],
        scalingPolicy: { minScaleDownDelayMinutes: 20 },
      },
      keyPair: ['key'],
      followsTemplate: true,
      fargate: 4,
      managed: { storageConfiguration: { storageSizeGiB: 50 } },
      policy: { shareDecaySeconds: 300, shareDistribution: [{ shareIdentifier: 'team', weightFactor: 0.5 }] },
      licenses: { totalQuantity: 10, availableQuantity: 10, resourceType: 'REPLENISHABLE', tags: { stage: 'first' } },
      queue: [1, true, 1],
      serverless: [false, true],
      job: { ...job, parameters: { day: 'monday' }, containerProperties: properties('busybox:1') },
      nodes: { numNodes: 2, nodeRangeProperties: [{ targetNodes: '0:', container: properties('busybox:1') }] },
      tasks: tasks('busybox:1'),
      statuses,
    },
    second: {
      instances: ['DISABLED', { terminateJobsOnUpdate: true }, { containerInsights: 'enhanced' }],
      resources: {
        maxvCpus: 32,
        ec2Configuration: [{ imageType: 'ECS_AL2023_NVIDIA' }],
        scalingPolicy: { minScaleDownDelayMinutes: 40 },
      },
      keyPair: [undefined],
      followsTemplate: true,
      fargate: 8,
      managed: { storageConfiguration: { storageSizeGiB: 100 } },
      policy: { shareDecaySeconds: 600 },
      licenses: { totalQuantity: 20, tags: { stage: 'second' } },
      queue: [2, true, 0],
      serverless: [true, false],
      job: { ...job, parameters: { day: 'tuesday' }, containerProperties: properties('busybox:2') },
      nodes: { numNodes: 4 },
      tasks: tasks('busybox:2'),
      statuses,
    },
    volatile: ['Job', 'Nodes', 'Tasks'],
    replaced: ['Licenses', 'Managed', 'Policy', 'Serverless'],
    // Every update, rollbacks included, registered a revision, and SkipDeregisterOnUpdate kept the previous one.
    kept: {
      definitions: [1, 2, 3, 4].map(
        (revision) => `arn:aws:batch:us-east-1:123456789012:job-definition/types-job:${revision}`,
      ),
    },
  });
});

describe('a job queue', () => {
  const queue = (more: object) => ({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.3.0.0/16' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.3.0.0/24' } },
    Policy: { Type: 'AWS::Batch::SchedulingPolicy', Properties: { FairsharePolicy: {} } },
    Environment: {
      Type: 'AWS::Batch::ComputeEnvironment',
      Properties: {
        Type: 'MANAGED',
        ComputeResources: {
          Type: 'FARGATE',
          MaxvCpus: 1,
          Subnets: [{ Ref: 'Subnet' }],
          SecurityGroupIds: [{ 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }],
        },
      },
    },
    Queue: {
      Type: 'AWS::Batch::JobQueue',
      Properties: {
        Priority: 1,
        ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: { Ref: 'Environment' } }],
        ...more,
      },
    },
  });
  const deploy = (more: object = {}) => clients().deployer.deploy('queue', JSON.stringify({ Resources: queue(more) }));

  it('cannot get a scheduling policy later', async () => {
    await deploy();
    const update = deploy({ SchedulingPolicyArn: { Ref: 'Policy' } });
    await expect(update).rejects.toThrow(/^Queue: .*Cannot add a scheduling policy/);
    await clients().deployer.remove('queue');
  });
});
