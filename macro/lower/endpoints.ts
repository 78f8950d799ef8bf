/**
 * Emits the interface endpoints through which instances and jobs reach AWS from private subnets without a way to the
 * internet, and decides which ones a module needs:
 * https://docs.aws.amazon.com/batch/latest/userguide/vpc-endpoint-considerations.html
 */

import type { Definition, Module } from '../read/module.js';
import { cidrOf, zonesOf } from '../read/zones.js';
import { usesEfs } from '../schema/mounts.js';
import { platformOf } from '../schema/platform.js';
import { ref, sub } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import { type Emitted, textOf } from '../template/template.js';
import { emitter, tags } from './emit.js';
import { secretStatements } from './job-roles.js';

/** An endpoint service, and the modules that need it. */
interface Service {
  readonly name: string;
  readonly isNeeded: (module: Module) => boolean;
}

const always = () => true;
const hasInstances = ({ environments }: Module) =>
  environments.some(({ value }) => platformOf(value.instances) !== 'FARGATE');
const some = (test: (definition: Definition['value']) => boolean) => (module: Module) =>
  module.definitions.some(({ value }) => test(value));
/** Whether an execution role would need a permission of the service. */
const readsFrom = (service: string) => (module: Module) =>
  module.definitions.some(({ value }) => textOf(secretStatements(value, module.typeOf)).includes(`"${service}:`));

/**
 * Every service, with AWS's page on what needs it. AWS KMS needs no endpoint: it decrypts secrets at the request of the
 * service that stores them, not of the instance.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const SERVICES: readonly Service[] = [
  // The ECS agent on an instance; Fargate does not need them:
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
  { name: 'ecs', isNeeded: hasInstances },
  { name: 'ecs-agent', isNeeded: hasInstances },
  { name: 'ecs-telemetry', isNeeded: hasInstances },
  // Images, whose layers come from Amazon S3: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
  { name: 'ecr.api', isNeeded: always },
  { name: 'ecr.dkr', isNeeded: always },
  // The awslogs driver: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch-logs-and-interface-VPC.html
  { name: 'logs', isNeeded: always },
  // Secrets: https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html
  { name: 'secretsmanager', isNeeded: readsFrom('secretsmanager') },
  { name: 'ssm', isNeeded: readsFrom('ssm') },
  // ECS Exec: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html#ecs-vpc-endpoint-ecs-exec
  {
    name: 'ssmmessages',
    isNeeded: some(({ enable_execute_command: enabled }) => enabled === true),
  },
  // Amazon EFS's API, for its mount helper: https://docs.aws.amazon.com/efs/latest/ug/efs-vpc-endpoints.html
  { name: 'elasticfilesystem', isNeeded: some(({ mounts }) => usesEfs(mounts)) },
];

/** The logical ids of all endpoints, which instances need as long as they run. */
export function endpointsOf(module: Module): string[] {
  const services = servicesOf(module).map((name) => logicalId(module.id, 'InterfaceEndpoint', idOf(name)));
  return [logicalId(module.id, 'S3Endpoint'), ...services];
}

/** The interface endpoints, with one security group that admits the VPC. */
export function lowerEndpoints(module: Module): Emitted[] {
  const { id } = module;
  const emit = emitter(module, module.configPath);
  const VpcId = ref(logicalId(id, 'Vpc'));
  const group = emit('EndpointGroup', '', 'AWS::EC2::SecurityGroup', {
    GroupDescription: 'Provose security group for VPC endpoints.',
    VpcId,
    SecurityGroupIngress: [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: cidrOf(module), Description: 'From the VPC' },
    ],
    Tags: tags(module, '-endpoints'),
  });
  const SubnetIds = zonesOf(module).map(({ number }) => ref(logicalId(id, 'Subnet', String(number))));
  const endpoints = servicesOf(module).map((name) =>
    emit('InterfaceEndpoint', idOf(name), 'AWS::EC2::VPCEndpoint', {
      VpcId,
      VpcEndpointType: 'Interface',
      ServiceName: sub(`${prefixOf(name, module.region)}.\${AWS::Region}.${name}`),
      PrivateDnsEnabled: true,
      SubnetIds,
      SecurityGroupIds: [{ 'Fn::GetAtt': [group.id, 'GroupId'] }],
      Tags: tags(module, `-${name}`),
    }),
  );
  return [group, ...endpoints];
}

const servicesOf = (module: Module) => SERVICES.filter(({ isNeeded }) => isNeeded(module)).map(({ name }) => name);

/** The name of a service in its logical id. */
const idOf = (service: string) => service.replace('.', '-');

/**
 * What the names of endpoint services begin with. It differs for some services in China and in the European Sovereign
 * Cloud: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
function prefixOf(service: string, region = ''): string {
  if (region.startsWith('cn-') && /^(ecr|elasticfilesystem)/.test(service)) return 'cn.com.amazonaws';
  if (region.startsWith('eusc-') && service.startsWith('ecr')) return 'eu.amazonaws';
  return 'com.amazonaws';
}
