/** Changes that end running or waiting jobs. */

import { type EnvironmentType, PLATFORMS, type Platform } from '../../../macro/schema/platform.js';
import { section } from '../../../macro/template/template.js';
import type { Change, PropertyChange } from '../change.js';
import type { Settled } from '../side.js';
import { isReplaced, isRetained, isUpdated, type Mark, type Marker, onlyIf, onlyIfChanged } from './mark.js';

export const jobs: Marker = (change, all) => {
  const { before, after } = change;
  switch ((after ?? before)?.type) {
    case 'AWS::Batch::ComputeEnvironment':
      return ofEnvironment(change);
    case 'AWS::Batch::JobQueue':
      return ofQueue(change);
    case 'AWS::EC2::Route':
      return ofRoute(change, all);
    default:
      return [];
  }
};

const mark = (message: string): Mark[] => [{ kind: 'jobs', message }];

/**
 * A subnet assigns public addresses at launch, and an internet gateway serves only instances that have one:
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
function ofRoute(change: Change, all: readonly Change[]): Mark[] {
  const { before, properties } = change;
  const moved = properties.filter(({ path: [name], after }) => name === 'GatewayId' && after !== undefined);
  if (!isUpdated(change) || moved.length === 0) return [];
  if (before?.properties['NatGatewayId'] === undefined || !all.some(becomesPublic)) return [];
  return mark(
    `${onlyIfChanged(moved)}running jobs can fail: without a public address, they lose the internet, which they reach through the NAT gateway`,
  );
}

/** Whether a subnet begins to assign public addresses, so that its gateway is one to the internet. */
const becomesPublic = ({ before, after }: Change) =>
  after?.type === 'AWS::EC2::Subnet' &&
  String(after.properties['MapPublicIpOnLaunch']) === 'true' &&
  before !== undefined &&
  String(before.properties['MapPublicIpOnLaunch']) !== 'true';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteJobQueue.html */
function ofQueue(change: Change): Mark[] {
  if ((change.action !== 'removed' && !isReplaced(change)) || isRetained(change)) return [];
  const which = change.action === 'removed' ? 'the queue' : 'the previous queue';
  return mark(`${onlyIf(change)}all jobs of ${which} end, waiting and running ones, because it is deleted`);
}

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteComputeEnvironment.html */
function ofEnvironment(change: Change): Mark[] {
  const { action, before, after } = change;
  if (action === 'removed' || isReplaced(change)) {
    if (isRetained(change) || !before) return [];
    const which = action === 'removed' ? 'the environment' : 'the previous environment';
    const end = `${onlyIf(change)}jobs that still run in ${which} end when it is deleted`;
    return mark(
      isFargate(before) ? `${end}, or the deletion fails: on Fargate, AWS Batch requires that they end first` : end,
    );
  }
  const instances = infrastructure(change);
  if (!isUpdated(change) || !before || !after || ![before, after].every(isOnInstances) || instances.length === 0)
    return [];
  const { TerminateJobsOnUpdate: terminates, JobExecutionTimeoutMinutes: minutes = 30 } = section(
    after.properties,
    'UpdatePolicy',
  );
  const why = `${onlyIfChanged(instances)}AWS Batch replaces the instances`;
  if (String(terminates) === 'true') return mark(`${why} and ends the running jobs (TerminateJobsOnUpdate)`);
  return mark(`${why}, and ends jobs that still run after ${limit(minutes)} (JobExecutionTimeoutMinutes)`);
}

const limit = (minutes: unknown) => (typeof minutes === 'object' ? 'the time limit' : `${minutes} minutes`);

/**
 * The properties of `ComputeResources` whose change replaces the instances:
 * https://docs.aws.amazon.com/batch/latest/userguide/infrastructure-updates.html
 */
const INFRASTRUCTURE = [
  'AllocationStrategy',
  'BidPercentage',
  'Ec2Configuration',
  'Ec2KeyPair',
  'ImageId',
  'InstanceRole',
  'InstanceTypes',
  'LaunchTemplate',
  'PlacementGroup',
  'SecurityGroupIds',
  'Subnets',
  'Tags',
  'Type',
  'UpdateToLatestImageVersion',
];

/** The changed properties that replace the instances of an environment. */
export const infrastructure = ({ properties }: Change): PropertyChange[] =>
  properties.filter(
    ({ path: [outer, name] }) =>
      outer === 'ComputeResources' && (name === undefined || INFRASTRUCTURE.includes(String(name))),
  );

const isFargate = (environment: Settled) => platformIn(environment) === 'FARGATE';

/**
 * Whether AWS Batch itself replaces the instances of an environment. Fargate has none, and changes of Managed Instances
 * apply to new ones: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_InstanceLaunchTemplateUpdate.html
 */
export const isOnInstances = (environment: Settled) => (platformIn(environment) ?? 'EC2') === 'EC2';

/** What runs the jobs of an environment; `undefined` if a function hides it. */
export function platformIn({ properties }: Settled): Platform | undefined {
  const type = String(section(properties, 'ComputeResources')['Type']);
  return Object.hasOwn(PLATFORMS, type) ? PLATFORMS[type as EnvironmentType] : undefined;
}
