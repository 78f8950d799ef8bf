/**
 * Emits compute environments and their security groups. Every property must be such that updates happen in place and
 * terminate no jobs: https://docs.aws.amazon.com/batch/latest/userguide/updating-compute-environments.html
 */

import type { Entry, Module } from '../read/module.js';
import { type ComputeEnvironment, computeEnvironment as schema } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { properties } from '../schema/properties.js';
import { getAtt } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted, Mapping } from '../template/template.js';
import { emitter, override, tags } from './emit.js';
import { ec2 } from './instances.js';
import { instanceTags } from './launch-template.js';
import { managedInstances } from './managed-instances.js';
import { type Network, networkOf } from './network.js';

/**
 * How long running jobs may continue when an update replaces their instances, in minutes. AWS's default is 30, its
 * maximum 7200: https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdatePolicy.html. But CloudFormation gives
 * up on an update after 120 minutes, the default of `timeoutInMinutes`, and the rollback then fails too, because the
 * environment is still updating:
 * https://raw.githubusercontent.com/aws-cloudformation/cloudformation-resource-schema/master/src/main/resources/schema/provider.definition.schema.v1.json
 */
const JOB_TIMEOUT = 110;

const ANYWHERE = '0.0.0.0/0';

export function lowerComputeEnvironments(module: Module): Emitted[] {
  const network = networkOf(module);
  return module.environments.flatMap((environment) => [
    ...(environment.value.security_group_ids === undefined ? [securityGroup(module, environment, network)] : []),
    computeEnvironment(module, environment, network),
  ]);
}

function securityGroup(module: Module, { key, path, value }: Entry<ComputeEnvironment>, network: Network): Emitted {
  const ingress = [
    ...rules(value.public, ANYWHERE, 'From the internet'),
    ...rules(value.vpc, network.cidr, 'From the VPC'),
  ];
  const { egress = 'all' } = value;
  return emitter(module, path)('SecurityGroup', key, 'AWS::EC2::SecurityGroup', {
    // Contains nothing but the key, because changing the description would replace the group.
    GroupDescription: `Provose security group for an AWS Batch Compute Environment named ${key}.`,
    VpcId: network.vpcId,
    SecurityGroupEgress:
      egress === 'all' ? [{ IpProtocol: '-1', CidrIp: ANYWHERE }] : rules(egress, ANYWHERE, 'To the internet'),
    SecurityGroupIngress: ingress.length > 0 ? ingress : undefined,
    Tags: tags(module),
  });
}

function rules(ports: ComputeEnvironment['vpc'], cidr: unknown, Description: string): Mapping[] {
  return (['tcp', 'udp'] as const).flatMap((protocol) =>
    (ports?.[protocol] ?? []).map((port) => ({
      IpProtocol: protocol,
      FromPort: port,
      ToPort: port,
      CidrIp: cidr,
      Description,
    })),
  );
}

function computeEnvironment(module: Module, environment: Entry<ComputeEnvironment>, network: Network) {
  const { key, path, value } = environment;
  const { ComputeResources, State, UpdatePolicy, ...own } = properties(schema, value);
  const isEc2 = platformOf(value.instances) === 'EC2';
  const made = {
    Type: 'MANAGED',
    State,
    ReplaceComputeEnvironment: false,
    // Fargate accepts none: https://github.com/aws/aws-cdk/issues/27054. Managed Instances are not updated by AWS Batch.
    ...(isEc2 && {
      UpdatePolicy: {
        TerminateJobsOnUpdate: false,
        JobExecutionTimeoutMinutes: JOB_TIMEOUT,
        ...(UpdatePolicy as Mapping | undefined),
      },
    }),
    ...own,
    ComputeResources: resourcesOf(module, environment, network, ComputeResources as Mapping),
  };
  const all = override(made, value.overrides);
  return emitter(module, path)('ComputeEnvironment', key, 'AWS::Batch::ComputeEnvironment', all, network.dependsOn);
}

/** @param own - the properties that keys of the environment set directly */
function resourcesOf(
  module: Module,
  environment: Entry<ComputeEnvironment>,
  { subnetIds }: Network,
  own: Mapping,
): Mapping {
  const { key, value } = environment;
  const platform = platformOf(value.instances);
  const groups = value.security_group_ids ?? [getAtt(logicalId(module.id, 'SecurityGroup', key), 'GroupId')];
  if (platform === 'MANAGED_INSTANCES') {
    return managedInstances(module, environment, { Subnets: subnetIds, SecurityGroups: groups });
  }
  return {
    ...(platform === 'FARGATE' ? fargate(value) : ec2(module, environment, own)),
    SecurityGroupIds: groups,
    Subnets: subnetIds,
    // These tag the instances. Changing the environment's own tags would replace it.
    ...(platform === 'EC2' && { Tags: instanceTags(module, environment) }),
  };
}

/** Fargate has no instances to describe: https://docs.aws.amazon.com/batch/latest/userguide/fargate.html */
function fargate({ instances }: ComputeEnvironment): Mapping {
  return { Type: instances.compute_environment_type, MaxvCpus: instances.max_vcpus };
}
