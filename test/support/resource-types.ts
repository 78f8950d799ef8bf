/** Native templates with the resource types around a module, for the tests of the local cloud. */

export const get = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
export const ref = (id: string) => ({ Ref: id });
const arn = (suffix: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${suffix}` });
const tags = (Value: string) => [{ Key: 'stage', Value }];

/** A document that lets a service assume a role. */
export const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});
const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

export type Types = Record<string, [type: string, properties: object, attributes?: object]>;

export const templateOf = (types: Types, Outputs: object = {}) =>
  JSON.stringify({
    Resources: Object.fromEntries(
      Object.entries(types).map(([id, [Type, Properties, attributes]]) => [id, { Type, Properties, ...attributes }]),
    ),
    Outputs,
  });

/** What the tests change: `second` in place, `third` so that it is replaced. */
export interface Variant {
  readonly second?: boolean;
  readonly third?: boolean;
  /** A resource that cannot be created, after all others. */
  readonly broken?: boolean;
}

/** Nothing can create this: there is no such VPC. */
const broken = (...DependsOn: string[]): Types => ({
  Broken: ['AWS::EC2::Subnet', { VpcId: 'vpc-none', CidrBlock: '10.1.0.0/24' }, { DependsOn }],
});

/** The network of private environments, and the EC2 and EFS resources of environments and jobs. */
export function networkTemplate({ second = false, third = false, broken: isBroken = false }: Variant = {}) {
  const value = second ? 'second' : 'first';
  const types: Types = {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16', EnableDnsHostnames: true }],
    Subnet: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.1.1.0/24' }],
    Other: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.1.2.0/24' }],
    Address: ['AWS::EC2::EIP', { Domain: 'vpc', Tags: tags(value) }],
    Spare: ['AWS::EC2::EIP', {}], // an address cannot be moved to the gateway that replaces another
    Nat: [
      'AWS::EC2::NatGateway',
      {
        AllocationId: get(third ? 'Spare' : 'Address', 'AllocationId'),
        SubnetId: ref('Subnet'),
        Tags: tags(value),
      },
    ],
    Table: ['AWS::EC2::RouteTable', { VpcId: ref('Vpc') }],
    Route: [
      'AWS::EC2::Route',
      { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') },
    ],
    Group: [
      'AWS::EC2::SecurityGroup',
      {
        GroupDescription: third ? 'third' : 'jobs',
        VpcId: ref('Vpc'),
        SecurityGroupEgress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' },
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.1.0.0/16' },
          { IpProtocol: 'udp', FromPort: second ? 54 : 53, ToPort: second ? 54 : 53, CidrIp: '10.1.0.0/16' },
        ],
      },
    ],
    Itself: [
      'AWS::EC2::SecurityGroupIngress',
      {
        GroupId: get('Group', 'GroupId'),
        SourceSecurityGroupId: get('Group', 'GroupId'),
        IpProtocol: '-1',
        Description: value,
      },
    ],
    Endpoint: [
      'AWS::EC2::VPCEndpoint',
      {
        VpcEndpointType: 'Interface',
        VpcId: ref('Vpc'),
        ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${third ? 'ssm' : 'logs'}` },
        SubnetIds: [ref('Subnet'), ...(second ? [ref('Other')] : [])],
        SecurityGroupIds: [get('Group', 'GroupId'), ...(second ? [get('Vpc', 'DefaultSecurityGroup')] : [])],
        PrivateDnsEnabled: second,
      },
    ],
    Template: [
      'AWS::EC2::LaunchTemplate',
      {
        ...(third ? { LaunchTemplateName: 'third' } : {}),
        LaunchTemplateData: {
          BlockDeviceMappings: [
            {
              DeviceName: '/dev/xvda',
              Ebs: { VolumeSize: second ? 200 : 100, VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true },
            },
          ],
          MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
          TagSpecifications: [{ ResourceType: 'instance', Tags: tags('instance') }],
          UserData: { 'Fn::Base64': '#!/bin/sh\necho hello\n' },
        },
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: tags(value) }],
      },
    ],
    Files: ['AWS::EFS::FileSystem', { Encrypted: !third, FileSystemTags: tags(value) }],
    Target: [
      'AWS::EFS::MountTarget',
      {
        FileSystemId: ref('Files'),
        SubnetId: ref('Subnet'),
        SecurityGroups: [second ? get('Vpc', 'DefaultSecurityGroup') : get('Group', 'GroupId')],
      },
    ],
    Access: [
      'AWS::EFS::AccessPoint',
      {
        FileSystemId: ref('Files'),
        PosixUser: { Uid: '1000', Gid: '1000' },
        RootDirectory: { Path: '/data' },
        AccessPointTags: tags(value),
      },
    ],
    ...(isBroken ? broken('Route', 'Itself', 'Endpoint', 'Template', 'Target', 'Access') : {}),
  };
  return templateOf(types, {
    Version: { Value: get('Template', 'LatestVersionNumber') },
    Default: { Value: get('Template', 'DefaultVersionNumber') },
    Template: { Value: get('Template', 'LaunchTemplateId') },
    PublicIp: { Value: { 'Fn::Sub': '${Address}=${Address.PublicIp}' } },
    Access: { Value: get('Access', 'Arn') },
  });
}

/** Logs, notifications, schedules, permissions, and what recipes use beside a module. */
export function servicesTemplate({ second = false, third = false, broken: isBroken = false }: Variant = {}) {
  const value = second ? 'second' : 'first';
  const name = third ? 'third' : 'first';
  const types: Types = {
    Key: [
      'AWS::KMS::Key',
      {
        Description: value,
        EnableKeyRotation: second,
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*', Sid: value }],
        },
        Tags: tags(value),
      },
    ],
    Alias: ['AWS::KMS::Alias', { AliasName: `alias/${name}`, TargetKeyId: ref('Key') }],
    Log: [
      'AWS::Logs::LogGroup',
      { RetentionInDays: second ? 30 : 7, Tags: tags(value), ...(second ? { KmsKeyId: get('Key', 'Arn') } : {}) },
    ],
    Kept: ['AWS::Logs::LogGroup', { LogGroupName: 'kept' }, { DeletionPolicy: 'Retain' }],
    Topic: ['AWS::SNS::Topic', { TopicName: `topic-${name}`, DisplayName: value, Tags: tags(value) }],
    TopicPolicy: [
      'AWS::SNS::TopicPolicy',
      {
        Topics: [ref('Topic')],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: value,
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sns:Publish',
              Resource: ref('Topic'),
            },
          ],
        },
      },
    ],
    Mail: [
      'AWS::SNS::Subscription',
      {
        TopicArn: ref('Topic'),
        Protocol: 'email',
        Endpoint: 'someone@example.com',
        FilterPolicy: { status: [value] },
      },
    ],
    Dead: ['AWS::SQS::Queue', { QueueName: `dead-${name}`, VisibilityTimeout: second ? 60 : 30, Tags: tags(value) }],
    DeadPolicy: [
      'AWS::SQS::QueuePolicy',
      { Queues: [ref('Dead')], PolicyDocument: { ...allow('sqs:SendMessage'), Id: 'kept' } },
    ],
    Role: [
      'AWS::IAM::Role',
      {
        AssumeRolePolicyDocument: trust(second ? 'scheduler.amazonaws.com' : 'events.amazonaws.com'),
        ...(third ? { Path: '/third/' } : {}),
        Policies: [
          { PolicyName: 'submit', PolicyDocument: allow(second ? 'batch:TagResource' : 'batch:SubmitJob') },
          ...(second ? [] : [{ PolicyName: 'gone', PolicyDocument: allow('batch:ListJobs') }]),
        ],
        Tags: tags(value),
      },
    ],
    Submit: [
      'AWS::IAM::ManagedPolicy',
      {
        Description: name,
        PolicyDocument: allow(second ? 'batch:TerminateJob' : 'batch:SubmitJob'),
        Roles: second ? [] : [ref('Role')],
      },
    ],
    Rule: [
      'AWS::Events::Rule',
      {
        ...(third ? { Name: 'third' } : {}),
        Description: value,
        RoleArn: get('Role', 'Arn'),
        State: second ? 'DISABLED' : 'ENABLED',
        EventPattern: {
          source: ['aws.batch'],
          $or: [{ 'detail-type': ['Batch Job State Change'], detail: { status: ['FAILED'] } }],
        },
        Targets: [
          {
            Id: 'topic',
            Arn: ref('Topic'),
            RoleArn: get('Role', 'Arn'),
            DeadLetterConfig: { Arn: get('Dead', 'Arn') },
            InputTransformer: { InputPathsMap: { job: '$.detail.jobName' }, InputTemplate: `"${value} <job>"` },
          },
          ...(second ? [] : [{ Id: 'gone', Arn: get('Dead', 'Arn') }]),
        ],
        Tags: tags(value),
      },
    ],
    Schedules: ['AWS::Scheduler::ScheduleGroup', { Name: 'group', Tags: tags(value) }],
    Schedule: [
      'AWS::Scheduler::Schedule',
      {
        ...(third ? { Name: 'third' } : {}),
        GroupName: ref('Schedules'),
        ScheduleExpression: 'cron(0 4 * * ? *)',
        ScheduleExpressionTimezone: second ? 'Europe/Zurich' : 'UTC',
        State: second ? 'DISABLED' : 'ENABLED',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: arn('scheduler:::aws-sdk:batch:submitJob'),
          RoleArn: get('Role', 'Arn'),
          Input: JSON.stringify({ JobName: value, JobQueue: 'queue', JobDefinition: 'definition' }),
          DeadLetterConfig: { Arn: get('Dead', 'Arn') },
        },
      },
    ],
    Secret: ['AWS::SecretsManager::Secret', { Name: `secret-${name}`, SecretString: value, Tags: tags(value) }],
    Parameter: [
      'AWS::SSM::Parameter',
      { Name: `/parameter/${name}`, Type: 'String', Value: value, Tags: { stage: value } },
    ],
    Bucket: [
      'AWS::S3::Bucket',
      {
        BucketName: `bucket-${name}`,
        Tags: tags(value),
        ...(second ? { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } } : {}),
      },
    ],
    ...(isBroken ? broken('Alias', 'Mail', 'DeadPolicy', 'Rule', 'Schedule', 'Submit', 'Bucket') : {}),
  };
  return templateOf(types, {
    Topic: { Value: get('Topic', 'TopicName') },
    Queue: { Value: { 'Fn::Sub': '${Dead.QueueName}=${Dead.Arn}' } },
    Parameter: { Value: get('Parameter', 'Value') },
    Schedule: { Value: get('Schedule', 'Arn') },
    Policy: { Value: get('Submit', 'PolicyArn') },
  });
}
