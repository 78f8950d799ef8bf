import * as v from 'valibot';
import { show } from '../diagnostics/diagnostics.js';
import { fixOf } from '../schema/fix.js';
import { ec2Id } from '../schema/ids.js';
import { imageUri } from '../schema/image.js';
import { isInteger } from '../schema/inside.js';
import { jobDefinition } from '../schema/job-definition.js';
import { limitSeconds } from '../schema/job-queue.js';
import { platformOf } from '../schema/platform.js';
import { VARIABLE, VARIABLE_EXPECTED } from '../schema/secrets.js';
import { integer, text } from '../schema/types.js';
import { isDynamic, isIntrinsic } from '../template/intrinsics.js';
import { type Mapping, type Path, section } from '../template/template.js';
import { keyOf, type Overridden, overriddenIn } from './overridden.js';
import { overridesOf } from './overrides.js';
import { eachModule, type Report, type Rule } from './rule.js';

export const overrideValue: Rule = {
  code: 'override-value',
  severity: 'error',
  description:
    'A value in overrides that AWS refuses: a number out of bounds, a malformed time, id, ARN or text, a list too long or empty, or a reserved name.',
  check: eachModule((module, report) => {
    for (const { over, at, value } of overridesOf(module)) {
      checkLengths(over, at, report);
      checkEmpty(over, value, at, report);
    }
    for (const each of overriddenIn(module)) {
      const bounds = boundsOf(each);
      const [issue] = (bounds && v.safeParse(bounds.type, each.value).issues) ?? [];
      if (!bounds || !issue) continue;
      const name = each.path.findLast((key) => typeof key === 'string');
      const hint = fixOf(issue) ?? `For example: ${name}: ${bounds.example}`;
      report(each.path, `expected ${issue.message}; received ${show(each.value)}`, hint);
    }
  }),
};

interface Bounds {
  readonly type: v.GenericSchema;
  readonly example: unknown;
}

const { vcpus, memory, gpus } = jobDefinition.entries;
/** The values of `ResourceRequirements`, by their `Type`. */
const BY_TYPE: Readonly<Record<string, Bounds>> = {
  VCPU: { type: vcpus, example: "'1'" },
  MEMORY: { type: memory, example: "'512'" },
  GPU: { type: gpus, example: "'1'" },
};

const variable: Bounds = {
  type: v.pipe(v.string(), v.regex(VARIABLE, VARIABLE_EXPECTED)),
  example: 'MY_VARIABLE',
};

const bounded = (least: number, most: number, example: number): Bounds => ({ type: integer(least, most), example });

const written = (expected: string, pattern: RegExp, example: string): Bounds => ({
  type: text(expected, pattern),
  example,
});

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_Secret.html */
const secret = written(
  'the ARN of a secret or parameter, or the name of a parameter',
  /^(?!arn:(?![^:]+:(secretsmanager|ssm):))/,
  'arn:aws:ssm:us-east-1:123456789012:parameter/password',
);

/** Other ids do not exist, other images cannot be pulled, and AWS refuses other names and ARNs. */
const FORMS: Readonly<Record<string, Bounds>> = {
  'ContainerProperties.Image': { type: imageUri, example: 'busybox:latest' },
  'ComputeResources.Subnets': { type: ec2Id('subnet', 'a subnet'), example: '[subnet-0123456789abcdef0]' },
  'ComputeResources.SecurityGroupIds': { type: ec2Id('sg', 'a security group'), example: '[sg-0123456789abcdef0]' },
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html
  SchedulingPolicyArn: written(
    'the ARN of a scheduling policy',
    /^($|arn:[^:]+:batch:[^:]+:\d{12}:scheduling-policy\/.)/,
    'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair',
  ),
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_EksConfiguration.html
  'EksConfiguration.EksClusterArn': written(
    'the ARN of an Amazon EKS cluster',
    /^arn:[^:]+:eks:[^:]+:\d{12}:cluster\/./,
    'arn:aws:eks:us-east-1:123456789012:cluster/batch',
  ),
  'EksConfiguration.KubernetesNamespace': written(
    'a namespace of less than 64 lower-case letters, digits and hyphens, neither default nor kube-…',
    /^(?!default$|kube-)(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'batch',
  ),
  'ContainerProperties.ExecutionRoleArn': written(
    'the ARN of a role',
    /^($|arn:[^:]+:iam::\d{12}:role\/.)/,
    'arn:aws:iam::123456789012:role/execution',
  ),
  'ContainerProperties.Secrets.ValueFrom': secret,
  'ContainerProperties.LogConfiguration.SecretOptions.ValueFrom': secret,
};

/** The numbers that no single key of the language sets. */
const OTHERS: Readonly<Record<string, Bounds>> = {
  'JobStateTimeLimitActions.MaxTimeSeconds': { type: limitSeconds, example: 7200 },
  'ContainerProperties.Memory': { type: memory, example: 512 },
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_EFSVolumeConfiguration.html
  'ContainerProperties.Volumes.EfsVolumeConfiguration.TransitEncryptionPort': bounded(0, 65_535, 2049),
  // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
  'Target.RetryPolicy.MaximumRetryAttempts': bounded(0, 185, 3),
  'Target.RetryPolicy.MaximumEventAgeInSeconds': bounded(60, 86_400, 3600),
  // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html
  'FlexibleTimeWindow.MaximumWindowInMinutes': bounded(1, 1440, 15),
};

/** The times of schedules: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const TIMES = ['StartDate', 'EndDate'];
/** Every form of a time begins with a date, or is a number. */
const time: Bounds = {
  type: v.pipe(v.string(), v.regex(/^\s*(\d{4}-\d\d-\d\d|[\d.]+\s*$)/, 'a time such as 2027-12-31T00:00:00Z')),
  example: "'2027-12-31T00:00:00Z'",
};

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html and the page of `API_RetryStrategy` there */
const LONGEST = { ComputeEnvironmentOrder: 3, EvaluateOnExit: 5 };

/** Lists have the same bounds as those of the language. Items that are functions can be absent. */
function checkLengths(over: Mapping, at: Path, report: Report): void {
  for (const [name, inside, path] of [
    ['ComputeEnvironmentOrder', over, at],
    ['EvaluateOnExit', section(over, 'RetryStrategy'), [...at, 'RetryStrategy']],
  ] as const) {
    const list = inside[name];
    const count = Array.isArray(list) ? list.filter((item) => !isIntrinsic(item)).length : 0;
    if (count <= LONGEST[name]) continue;
    report([...path, name], `expected at most ${LONGEST[name]} entries; received ${count}`, 'Remove some of them.');
  }
}

/**
 * Lists that AWS requires: https://docs.aws.amazon.com/batch/latest/userguide/create-job-queue.html and
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
 */
function checkEmpty(over: Mapping, value: Mapping, at: Path, report: Report): void {
  const platform = platformOf(value['instances']);
  const resources = [...at, 'ComputeResources'];
  for (const [name, inside, path, isRequired] of [
    // Service environments take the place of compute environments.
    ['ComputeEnvironmentOrder', over, at, over['ServiceEnvironmentOrder'] === undefined],
    ['Subnets', section(over, 'ComputeResources'), resources, platform !== 'MANAGED_INSTANCES'],
    ['InstanceTypes', section(over, 'ComputeResources'), resources, platform === 'EC2'],
  ] as const) {
    const list = inside[name];
    if (!isRequired || !Array.isArray(list) || list.length > 0) continue;
    report([...path, name], `AWS requires at least one entry in ${name}`, `Add one, or remove ${name}.`);
  }
}

/** What the value must be: numbers by the keys of the language, and what has no single key. */
function boundsOf(each: Overridden): Bounds | undefined {
  const { type, property, value, within } = each;
  if (typeof value === 'string' && /^ContainerProperties\.(Environment|Secrets)\.Name$/.test(property)) return variable;
  if (Object.hasOwn(FORMS, property) && !isDynamic(value)) return FORMS[property];
  if (type === 'AWS::Scheduler::Schedule' && TIMES.includes(property) && typeof value === 'string')
    return isDynamic(value) ? undefined : time;
  if (property === 'ContainerProperties.ResourceRequirements.Value' && !isDynamic(value)) {
    const name = String(within['Type']);
    return Object.hasOwn(BY_TYPE, name) ? BY_TYPE[name] : undefined;
  }
  const key = keyOf(each);
  const bounds = key && { type: key.literal, example: key.field.example };
  if (key?.field.isExact && !isDynamic(value)) return bounds;
  // Text that is not a number is of the wrong type, or a dynamic reference.
  if (typeof value === 'boolean' || !/^\s*-?\d*\.?\d+\s*$/.test(String(value))) return undefined;
  if (Object.hasOwn(OTHERS, property)) return OTHERS[property];
  return key && isInteger(key.literal) ? bounds : undefined;
}
