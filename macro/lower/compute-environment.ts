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
import { emitter, nameOf, override, tags } from './emit.js';
import { type Network, networkOf } from './network.js';
import { instanceProfileOf, needsSpotFleetRole } from './roles.js';

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
    securityGroup(module, environment, network),
    computeEnvironment(module, environment, network),
  ]);
}

function securityGroup(module: Module, { key, path, value }: Entry<ComputeEnvironment>, network: Network): Emitted {
  const ingress = [...rules(value.public, ANYWHERE, 'the internet'), ...rules(value.vpc, network.cidr, 'the VPC')];
  return emitter(module, path)('SecurityGroup', key, 'AWS::EC2::SecurityGroup', {
    // Contains nothing but the key, because changing the description would replace the group.
    GroupDescription: `Provose security group for an AWS Batch Compute Environment named ${key}.`,
    VpcId: network.vpcId,
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: ANYWHERE }],
    SecurityGroupIngress: ingress.length > 0 ? ingress : undefined,
    Tags: tags(module),
  });
}

function rules(ports: ComputeEnvironment['vpc'], cidr: unknown, from: string): Mapping[] {
  return (['tcp', 'udp'] as const).flatMap((protocol) =>
    ports[protocol].map((port) => ({
      IpProtocol: protocol,
      FromPort: port,
      ToPort: port,
      CidrIp: cidr,
      Description: `From ${from}`,
    })),
  );
}

function computeEnvironment(module: Module, environment: Entry<ComputeEnvironment>, network: Network) {
  const { key, path, value } = environment;
  const { ComputeResources, ...own } = properties(schema, value);
  const isFargate = platformOf(value.instances) === 'FARGATE';
  const made = {
    Type: 'MANAGED',
    State: 'ENABLED',
    ReplaceComputeEnvironment: false,
    // Fargate accepts none: https://github.com/aws/aws-cdk/issues/27054
    ...(!isFargate && { UpdatePolicy: { TerminateJobsOnUpdate: false, JobExecutionTimeoutMinutes: JOB_TIMEOUT } }),
    ...own,
    ComputeResources: {
      ...(isFargate ? fargate(value) : ec2(module, environment, ComputeResources as Mapping)),
      SecurityGroupIds: [getAtt(logicalId(module.id, 'SecurityGroup', key), 'GroupId')],
      Subnets: network.subnetIds,
      ...(!isFargate && {
        // These tag the instances. Changing the environment's own tags would replace it.
        Tags: { Provose: nameOf(module), Provose_Batch: key },
      }),
    },
  };
  const all = override(made, value.overrides);
  return emitter(module, path)('ComputeEnvironment', key, 'AWS::Batch::ComputeEnvironment', all, network.dependsOn);
}

/** Fargate has no instances to describe: https://docs.aws.amazon.com/batch/latest/userguide/fargate.html */
function fargate({ instances }: ComputeEnvironment): Mapping {
  return { Type: instances.compute_environment_type, MaxvCpus: instances.max_vcpus };
}

function ec2(module: Module, { key, value }: Entry<ComputeEnvironment>, own: Mapping): Mapping {
  const isSpot = value.instances.compute_environment_type === 'SPOT';
  return {
    ...own,
    AllocationStrategy: isSpot ? 'SPOT_PRICE_CAPACITY_OPTIMIZED' : 'BEST_FIT_PROGRESSIVE',
    InstanceRole: instanceProfileOf(module),
    ...(needsSpotFleetRole(value) && { SpotIamFleetRole: getAtt(logicalId(module.id, 'SpotFleetRole', key), 'Arn') }),
  };
}
