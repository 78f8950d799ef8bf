/**
 * Writes cli/attributes.json from AWS's resource specification: what `Fn::GetAtt` accepts for the types of resources that
 * a module can refer to, without parts of attributes. With --check, it only checks that the file is up to date.
 */

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { writeOrCheck } from './generated.mjs';

const FILE = 'cli/attributes.json';
/** What keys and overrides refer to, and what jobs get in their commands and environments. */
const TYPES = {
  ApiGateway: ['RestApi'],
  Batch: ['ComputeEnvironment', 'ConsumableResource', 'JobDefinition', 'JobQueue', 'SchedulingPolicy'],
  CodeCommit: ['Repository'],
  Cognito: ['UserPool'],
  DynamoDB: ['GlobalTable', 'Table'],
  EC2: [
    'CapacityReservation',
    'EIP',
    'Instance',
    'InternetGateway',
    'KeyPair',
    'LaunchTemplate',
    'NatGateway',
    'NetworkInterface',
    'PlacementGroup',
    'PrefixList',
    'RouteTable',
    'SecurityGroup',
    'Subnet',
    'VPC',
    'VPCEndpoint',
    'Volume',
  ],
  ECR: ['PublicRepository', 'Repository'],
  ECS: ['Cluster'],
  EFS: ['AccessPoint', 'FileSystem', 'MountTarget'],
  EKS: ['Cluster'],
  ElastiCache: ['ReplicationGroup', 'ServerlessCache'],
  ElasticLoadBalancingV2: ['LoadBalancer'],
  Events: ['EventBus', 'Rule'],
  FSx: ['FileSystem', 'Volume'],
  IAM: ['InstanceProfile', 'ManagedPolicy', 'Role', 'User'],
  KMS: ['Key'],
  Kinesis: ['Stream'],
  KinesisFirehose: ['DeliveryStream'],
  Lambda: ['Function'],
  Logs: ['LogGroup'],
  OpenSearchService: ['Domain'],
  RDS: ['DBCluster', 'DBInstance', 'DBProxy'],
  Redshift: ['Cluster'],
  S3: ['AccessPoint', 'Bucket'],
  S3Files: ['AccessPoint', 'FileSystem'],
  SNS: ['Topic'],
  SQS: ['Queue'],
  SSM: ['Parameter'],
  Scheduler: ['Schedule', 'ScheduleGroup'],
  SecretsManager: ['Secret'],
  StepFunctions: ['StateMachine'],
};

const db = loadAwsServiceSpecSync();

/**
 * The attributes, then the properties: for some types, CloudFormation accepts these as well, and no page says for which
 * (https://github.com/cdklabs/awscdk-service-spec/issues/1139).
 */
function namesOf(type) {
  const { attributes, properties } = db.lookup('resource', 'cloudFormationType', 'equals', type).only();
  const whole = (names) => [...new Set(Object.keys(names).map((name) => name.split('.')[0]))].sort();
  return [whole(attributes), whole(properties)].map((names) => names.join(' '));
}

const types = Object.entries(TYPES).flatMap(([service, names]) => names.map((name) => `AWS::${service}::${name}`));
writeOrCheck(FILE, `${JSON.stringify(Object.fromEntries(types.map((type) => [type, namesOf(type)])), null, 1)}\n`);
