/** Changes that AWS refuses. */

import type { Platform } from '../../../macro/schema/platform.js';
import { isMapping, section } from '../../../macro/template/template.js';
import { rulesOf } from '../behavior.js';
import { type Change, formatProperty } from '../change.js';
import { isSame } from '../differences.js';
import type { Settled } from '../side.js';
import { infrastructure, isOnInstances, platformIn } from './jobs.js';
import { isReplaced, isUpdated, type Mark, type Marker, onlyIf, onlyIfChanged } from './mark.js';

export const failures: Marker = (change, all) => {
  const { before, after } = change;
  if (!after) return [];
  if (!before) return ofTakenName(change, all);
  if (before.type !== after.type) {
    if (change.action === 'changed') return [];
    return mark(`CloudFormation does not change the type of a resource from ${before.type}: use another logical id`);
  }
  const found = [...ofTakenName(change, all), ...ofFixedName(change), ...ofServiceToken(change)];
  switch (after.type) {
    case 'AWS::Batch::ComputeEnvironment':
      return [...found, ...ofEnvironment(change, before, after)];
    case 'AWS::Batch::JobQueue':
      return [...found, ...ofQueue(change)];
    default:
      return [...found, ...ofExclusive(change, after)];
  }
};

const mark = (message: string): Mark[] => [{ kind: 'failure', message }];

/**
 * Types of which several resources can have the same name: the next revision of a job definition, and records of other
 * types or routing policies.
 */
const SHARED_NAMES = ['AWS::Batch::JobDefinition', 'AWS::Route53::RecordSet'];

/** The create-only property that names a resource of this type in its account and Region, or in its parent. */
function nameProperty({ type }: Settled): string | undefined {
  if (SHARED_NAMES.includes(type)) return undefined;
  const own = type.slice(type.lastIndexOf(':') + 1);
  const names = rulesOf(type)?.map(({ path }) => path.join('.')) ?? [];
  const candidates = [`${own}Name`, `${own}Identifier`, ...(own === 'SecurityGroup' ? ['GroupName'] : []), 'Name'];
  return candidates.find((name) => names.includes(name));
}

/**
 * The create-only properties of which one may be the parent that the name belongs to, such as the API of a stage or the
 * cluster of a service. Nothing is said of names under different parents.
 */
function parentProperties({ type }: Settled, own: string): string[] {
  const names = rulesOf(type)?.map(({ path }) => path.join('.')) ?? [];
  const isParent = (name: string) =>
    type === 'AWS::EC2::SecurityGroup' ? name === 'VpcId' : PARENT.test(name) && !NO_PARENT.test(name);
  return names.filter((name) => name !== own && isParent(name));
}

const PARENT = /^\w*(Id|Arn|ARN|Name|Identifier|Cluster)$/;
const NO_PARENT = /Kms|KMS|Key|Vpc|Subnet|Role|^(DBName|EngineName|Snapshot\w*|\w*(User|Subnet|Parameter)\w*Name)$/;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
function ofFixedName(change: Change): Mark[] {
  const { before, after, properties } = change;
  const name = after && nameProperty(after);
  if (!isReplaced(change) || !before || !after || name === undefined) return [];
  const value = after.properties[name];
  const scope = [name, ...parentProperties(after, name)];
  if (value === undefined || properties.some(({ path: [changed] }) => scope.includes(String(changed)))) return [];
  const causes = properties.filter(({ effect }) => effect !== 'update').map(({ path }) => formatProperty(path));
  const why = `the new resource would have the ${name} of the previous one, which is deleted later (409, already exists)`;
  return mark(`${onlyIf(change)}${why}: change ${name} as well, or keep ${[...new Set(causes)].join(', ')}`);
}

/** A name that another resource of the stack still has, because CloudFormation deletes resources last. */
function ofTakenName(change: Change, all: readonly Change[]): Mark[] {
  const { id, before, after } = change;
  const name = after && nameProperty(after);
  const value = name === undefined ? undefined : after?.properties[name];
  if (value === undefined || name === undefined || (before && isSame(before.properties[name], value))) return [];
  const scope = after ? [name, ...parentProperties(after, name)] : [];
  const isTaken = (other: Settled) => scope.every((key) => isSame(other.properties[key], after?.properties[key]));
  const holder = all.find(
    (other) => other.id !== id && other.before && other.before.type === after?.type && isTaken(other.before),
  );
  if (!holder) return [];
  return mark(
    `${onlyIf(change)}${holder.id} still has this ${name} when the new resource is created (409, already exists): use another ${name}, or remove ${holder.id} in an earlier update`,
  );
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
function ofServiceToken({ after, properties }: Change): Mark[] {
  const isCustom = /^Custom::|::CustomResource$/.test(after?.type ?? '');
  const tokens = properties.filter(({ path: [name] }) => name === 'ServiceToken');
  if (!isCustom || tokens.length === 0) return [];
  const why = 'CloudFormation refuses another ServiceToken for a custom resource';
  return mark(`${onlyIfChanged(tokens)}${why}: use another logical id`);
}

/**
 * A queue without a scheduling policy cannot get one, and one with a policy keeps it:
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html
 */
function ofQueue(change: Change): Mark[] {
  const policy = change.properties.find(({ path }) => path[0] === 'SchedulingPolicyArn');
  if (!isUpdated(change) || !policy || policy.because !== undefined) return [];
  if (policy.before !== undefined && policy.after !== undefined) return [];
  const what =
    policy.before === undefined ? 'add a scheduling policy to a queue' : 'remove the scheduling policy of a queue';
  return mark(`${onlyIfChanged([policy])}AWS Batch cannot ${what}: give the queue another name, which replaces it`);
}

/** The platforms as AWS names them in sentences. */
const NAMES: Readonly<Record<Platform, string>> = {
  EC2: 'EC2',
  FARGATE: 'Fargate',
  MANAGED_INSTANCES: 'Managed Instances',
};

function ofEnvironment(change: Change, before: Settled, after: Settled): Mark[] {
  if (!isUpdated(change)) return [];
  const marks: Mark[] = [];
  const own = change.properties.find(({ path: [name] }) => name === 'ReplaceComputeEnvironment');
  const others = change.properties.filter((property) => property !== own);
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-computeenvironment.html
  if (own && others.length > 0) {
    const ifAny = onlyIfChanged(own.isPossible ? [own] : others);
    marks.push(...mark(`${ifAny}ReplaceComputeEnvironment must change in an update of its own`));
  }
  const [from, to] = [platformIn(before), platformIn(after)];
  if (from !== undefined && to !== undefined && from !== to) {
    const fix = 'add an environment under another name, and move the queues to it';
    return [...marks, ...mark(`an environment cannot change from ${NAMES[from]} to ${NAMES[to]} in place: ${fix}`)];
  }
  const ofRole = ofServiceRole(change, before, after);
  if (ofRole.length > 0) return [...marks, ...ofRole];
  const instances = infrastructure(change);
  const refused =
    [before, after].every(isOnInstances) && instances.length > 0 ? whyNotInPlace(before, after) : undefined;
  return refused === undefined
    ? marks
    : [
        ...marks,
        ...mark(`${onlyIfChanged(instances)}AWS Batch does not update the instances in place with ${refused}`),
      ];
}

/** Without a ServiceRole, an environment has the service-linked role. */
const hasOwnRole = ({ properties: { ServiceRole: role } }: Settled) =>
  role !== undefined && !JSON.stringify(role).includes('AWSServiceRoleForBatch');

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdateComputeEnvironment.html */
function ofServiceRole({ properties }: Change, before: Settled, after: Settled): Mark[] {
  const role = properties.find(({ path: [name] }) => name === 'ServiceRole');
  // Without the property, the update may leave the role as it is.
  if (!role || after.properties['ServiceRole'] === undefined || hasOwnRole(before) === hasOwnRole(after)) return [];
  // A parameter can have the ARN of either.
  if ([before, after].some((one) => isMapping(one.properties['ServiceRole']) && 'Ref' in one.properties['ServiceRole']))
    return [];
  const [from, to] = ['its service-linked role', 'a ServiceRole of its own'];
  const what = hasOwnRole(after) ? `from ${from} to ${to}` : `from ${to} to ${from}`;
  const fix = 'add an environment under another name, and move the queues to it';
  return mark(`${onlyIfChanged([role])}an environment cannot change ${what}: ${fix}`);
}

/** https://docs.aws.amazon.com/batch/latest/userguide/infrastructure-updates.html */
function whyNotInPlace(before: Settled, after: Settled): string | undefined {
  if (hasOwnRole(after)) return 'a ServiceRole of its own';
  const strategies = [before, after].map(
    (one) => section(one.properties, 'ComputeResources')['AllocationStrategy'] ?? 'BEST_FIT',
  );
  return strategies.includes('BEST_FIT') ? 'the allocation strategy BEST_FIT' : undefined;
}

/**
 * What only one resource at a time can have, by type. The new resource is created before the previous one is deleted:
 *
 * - https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 * - https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
const EXCLUSIVE: Readonly<Record<string, { readonly property: string; readonly within?: string }>> = {
  'AWS::EC2::NatGateway': { property: 'AllocationId' },
  'AWS::EC2::Subnet': { property: 'CidrBlock', within: 'VpcId' },
};

function ofExclusive(change: Change, after: Settled): Mark[] {
  const { property, within } = EXCLUSIVE[after.type] ?? {};
  if (property === undefined || !isReplaced(change)) return [];
  if (change.properties.some(({ path: [name] }) => name === property || name === within)) return [];
  if (after.properties[property] === undefined) return [];
  const why = `the new resource would have the ${property} of the previous one, which is deleted later`;
  return mark(`${onlyIf(change)}${why}`);
}
