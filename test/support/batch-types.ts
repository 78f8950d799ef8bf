/** A native template with every type of AWS Batch and many of their properties, for the tests of the local cloud. */

import { get, ref, type Types, templateOf, trust, type Variant } from './resource-types.js';

const container = (second: boolean) => ({
  Image: second ? 'busybox:2' : 'busybox:1',
  ResourceRequirements: [
    { Type: 'VCPU', Value: '1' },
    { Type: 'MEMORY', Value: '2048' },
  ],
  Secrets: [{ Name: 'TOKEN', ValueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/token' }],
  Volumes: [{ Name: 'data', EfsVolumeConfiguration: { FileSystemId: 'fs-1', TransitEncryption: 'ENABLED' } }],
  MountPoints: [{ SourceVolume: 'data', ContainerPath: '/data', ReadOnly: true }],
  LinuxParameters: { SharedMemorySize: 64, InitProcessEnabled: true, Tmpfs: [{ ContainerPath: '/tmp', Size: 8 }] },
  LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-stream-prefix': 'job' } },
  Ulimits: [{ Name: 'nofile', SoftLimit: 1024, HardLimit: 65536 }],
});

/** Environments of each kind, queues on several of them, and definitions of each kind. */
export function batchTemplate({ second = false, third = false, broken = false }: Variant = {}) {
  const network = { Subnets: [ref('Subnet')], SecurityGroupIds: [get('Vpc', 'DefaultSecurityGroup')] };
  const name = third ? 'third' : 'first';
  const environment = (ComputeResources: object, more: object = {}): Types[string] => [
    'AWS::Batch::ComputeEnvironment',
    { Type: 'MANAGED', ReplaceComputeEnvironment: false, ComputeResources, ...more },
  ];
  const order = (...ids: string[]) => ids.map((id, Order) => ({ Order, ComputeEnvironment: ref(id) }));
  const types: Types = {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.2.0.0/16' }],
    Subnet: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.2.0.0/24' }],
    Role: ['AWS::IAM::Role', { AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }],
    Profile: ['AWS::IAM::InstanceProfile', { Roles: [ref('Role')] }],
    Template: ['AWS::EC2::LaunchTemplate', { LaunchTemplateData: { KeyName: second ? 'second' : 'first' } }],
    Instances: environment(
      {
        ...network,
        Type: 'EC2',
        AllocationStrategy: 'BEST_FIT_PROGRESSIVE',
        MinvCpus: 0,
        MaxvCpus: second ? 32 : 16,
        InstanceTypes: ['m5.large'],
        InstanceRole: ref('Profile'),
        Ec2Configuration: [{ ImageType: second ? 'ECS_AL2023_NVIDIA' : 'ECS_AL2023' }],
        Ec2KeyPair: second ? '' : 'key',
        LaunchTemplate: { LaunchTemplateId: ref('Template'), Version: get('Template', 'LatestVersionNumber') },
        ScalingPolicy: { MinScaleDownDelayMinutes: second ? 40 : 20 },
        UpdateToLatestImageVersion: true,
      },
      {
        State: second ? 'DISABLED' : 'ENABLED',
        UpdatePolicy: { TerminateJobsOnUpdate: second, JobExecutionTimeoutMinutes: 110 },
        EcsSettings: { ContainerInsights: second ? 'enhanced' : 'enabled' },
      },
    ),
    Fargate: environment({ ...network, Type: 'FARGATE', MaxvCpus: second ? 8 : 4 }),
    FargateSpot: environment({ ...network, Type: 'FARGATE_SPOT', MaxvCpus: 4 }),
    Managed: environment({
      Type: 'ECS_MANAGED_INSTANCES',
      MaxvCpus: 16,
      ManagedInstancesProvider: {
        InfrastructureRoleArn: get('Role', 'Arn'),
        InstanceLaunchTemplate: {
          CapacityOptionType: third ? 'SPOT' : 'ON_DEMAND',
          Ec2InstanceProfileArn: get('Profile', 'Arn'),
          NetworkConfiguration: { Subnets: network.Subnets, SecurityGroups: network.SecurityGroupIds },
          StorageConfiguration: { StorageSizeGiB: second ? 100 : 50 },
        },
      },
    }),
    Policy: [
      'AWS::Batch::SchedulingPolicy',
      {
        Name: `policy-${name}`,
        FairsharePolicy: {
          ShareDecaySeconds: second ? 600 : 300,
          ShareDistribution: [{ ShareIdentifier: 'team', WeightFactor: 0.5 }],
        },
      },
    ],
    Licenses: [
      'AWS::Batch::ConsumableResource',
      {
        ConsumableResourceName: `licenses-${name}`,
        ResourceType: 'REPLENISHABLE',
        TotalQuantity: second ? 20 : 10,
        Tags: { stage: second ? 'second' : 'first' },
      },
    ],
    Queue: [
      'AWS::Batch::JobQueue',
      {
        JobQueueName: 'types-instances',
        Priority: second ? 2 : 1,
        ComputeEnvironmentOrder: order('Instances'),
        SchedulingPolicyArn: get('Policy', 'Arn'),
        JobStateTimeLimitActions: second
          ? []
          : [
              {
                Action: 'CANCEL',
                State: 'RUNNABLE',
                MaxTimeSeconds: 1800,
                Reason: 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
              },
            ],
      },
    ],
    Serverless: [
      'AWS::Batch::JobQueue',
      {
        JobQueueName: `types-fargate-${name}`,
        Priority: 1,
        ComputeEnvironmentOrder: second ? order('FargateSpot', 'Fargate') : order('Fargate', 'FargateSpot'),
      },
    ],
    ManagedQueue: [
      'AWS::Batch::JobQueue',
      { JobQueueName: 'types-managed', Priority: 1, ComputeEnvironmentOrder: order('Managed') },
    ],
    Job: [
      'AWS::Batch::JobDefinition',
      {
        JobDefinitionName: 'types-job',
        Type: 'container',
        ContainerProperties: container(second),
        Parameters: { day: second ? 'tuesday' : 'monday' },
        PlatformCapabilities: ['EC2'],
        PropagateTags: true,
        RetryStrategy: {
          Attempts: 3,
          EvaluateOnExit: [
            { OnStatusReason: 'Host EC2*', Action: 'RETRY' },
            { OnReason: '*', Action: 'EXIT' },
          ],
        },
        Timeout: { AttemptDurationSeconds: 600 },
        SchedulingPriority: 5,
        ConsumableResourceProperties: {
          ConsumableResourceList: [{ ConsumableResource: ref('Licenses'), Quantity: 1 }],
        },
        ResourceRetentionPolicy: { SkipDeregisterOnUpdate: true },
        Tags: { stage: 'any' },
      },
      { UpdateReplacePolicy: 'Retain' },
    ],
    Nodes: [
      'AWS::Batch::JobDefinition',
      {
        JobDefinitionName: 'types-nodes',
        Type: 'multinode',
        NodeProperties: {
          MainNode: 0,
          NumNodes: second ? 4 : 2,
          NodeRangeProperties: [{ TargetNodes: '0:', Container: container(false) }],
        },
      },
    ],
    Tasks: [
      'AWS::Batch::JobDefinition',
      {
        JobDefinitionName: 'types-tasks',
        Type: 'container',
        PlatformCapabilities: ['MANAGED_INSTANCES'],
        EcsProperties: {
          TaskProperties: [
            {
              ExecutionRoleArn: get('Role', 'Arn'),
              NetworkMode: 'host',
              Containers: [
                {
                  Name: 'main',
                  Image: second ? 'busybox:2' : 'busybox:1',
                  ResourceRequirements: container(second).ResourceRequirements,
                },
              ],
            },
          ],
        },
      },
    ],
    ...(broken
      ? ({
          Broken: [
            'AWS::EC2::Subnet',
            { VpcId: 'vpc-none', CidrBlock: '10.2.1.0/24' },
            { DependsOn: ['Queue', 'Serverless', 'ManagedQueue', 'Job', 'Nodes', 'Tasks'] },
          ],
        } satisfies Types)
      : {}),
  };
  return templateOf(types, { Licenses: { Value: get('Licenses', 'ConsumableResourceArn') } });
}
