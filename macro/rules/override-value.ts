import * as v from 'valibot';
import { show } from '../diagnostics/diagnostics.js';
import { fixOf } from '../schema/fix.js';
import { ec2Id } from '../schema/ids.js';
import { imageUri } from '../schema/image.js';
import { isInteger } from '../schema/inside.js';
import { jobDefinition } from '../schema/job-definition.js';
import { limitSeconds } from '../schema/job-queue.js';
import { VARIABLE, VARIABLE_EXPECTED } from '../schema/secrets.js';
import { integer } from '../schema/types.js';
import { isDynamic, isIntrinsic } from '../template/intrinsics.js';
import { type Mapping, type Path, section } from '../template/template.js';
import { keyOf, type Overridden, overriddenIn } from './overridden.js';
import { overridesOf } from './overrides.js';
import { eachModule, type Report, type Rule } from './rule.js';

export const overrideValue: Rule = {
  code: 'override-value',
  severity: 'error',
  description:
    'A value in overrides that AWS refuses: a number out of bounds, a malformed time, id or text, a list too long, or a reserved name.',
  check: eachModule((module, report) => {
    for (const { over, at } of overridesOf(module)) checkLengths(over, at, report);
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

/** Other ids do not exist, and other images cannot be pulled. */
const IDS: Readonly<Record<string, Bounds>> = {
  'ContainerProperties.Image': { type: imageUri, example: 'busybox:latest' },
  'ComputeResources.Subnets': { type: ec2Id('subnet', 'a subnet'), example: '[subnet-0123456789abcdef0]' },
  'ComputeResources.SecurityGroupIds': { type: ec2Id('sg', 'a security group'), example: '[sg-0123456789abcdef0]' },
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

/** What the value must be: numbers by the keys of the language, and what has no single key. */
function boundsOf(each: Overridden): Bounds | undefined {
  const { type, property, value, within } = each;
  if (typeof value === 'string' && /^ContainerProperties\.(Environment|Secrets)\.Name$/.test(property)) return variable;
  if (Object.hasOwn(IDS, property) && !isDynamic(value)) return IDS[property];
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
