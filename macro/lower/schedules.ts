/**
 * Emits schedules that submit jobs, and one role for all schedules of a module. EventBridge Scheduler calls SubmitJob
 * itself: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */

import type { Definition, Module } from '../read/module.js';
import { isOwn, type Scheduled, schedulesOf, targetOf } from '../read/schedules.js';
import { properties } from '../schema/properties.js';
import { schedules as schema } from '../schema/schedules.js';
import {
  canBeNothing,
  eachBranch,
  getAtt,
  type Intrinsic,
  inAllBranches,
  isNoValue,
  ref,
  sub,
} from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import { type Emitted, type Mapping, sortedEntries, sortedJson } from '../template/template.js';
import { emitter, override } from './emit.js';
import { jsonText } from './json-text.js';
import { role } from './roles.js';

/**
 * How long Scheduler tries to submit a job, in seconds. AWS's default of a day would submit jobs long after their time:
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
 */
const RETRY_SECONDS = 3600;

export function lowerSchedules(module: Module): Emitted[] {
  const all = schedulesOf(module);
  return all.length > 0 ? [submitRole(module, all), ...all.map((scheduled) => schedule(module, scheduled))] : [];
}

function schedule(module: Module, scheduled: Scheduled): Emitted {
  const { key, path, value, definition } = scheduled;
  const { Target: target, ...own } = properties(schema.value, value);
  const made = {
    ...own,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: sub('arn:${AWS::Partition}:scheduler:::aws-sdk:batch:submitJob'),
      RoleArn: getAtt(logicalId(module.id, 'SubmitRole'), 'Arn'),
      Input: jsonText({
        JobName: `${definition.key}-${key}`.slice(0, 128),
        // Without a revision, which stands for the latest one. An update of the definition must not change its schedules,
        // and no schedule may submit a revision that an update has deregistered.
        JobDefinition: definition.name,
        JobQueue: queueArn(module, scheduled),
        Parameters: value.parameters && Object.fromEntries(sortedEntries(value.parameters)),
        ShareIdentifier: value.share_identifier,
      }),
      RetryPolicy: { MaximumEventAgeInSeconds: RETRY_SECONDS },
      ...(target as Mapping | undefined),
      // Absent if its only property is.
      ...(value.dead_letter_arn && {
        DeadLetterConfig: unlessNothing(value.dead_letter_arn, (Arn) => ({ Arn })),
      }),
    },
  };
  const all = override(made, value.overrides);
  // The input names the definition, but does not refer to it.
  const after = [logicalId(module.id, 'JobDefinition', definition.key)];
  return emitter(module, path)('Schedule', `${definition.key} ${key}`, 'AWS::Scheduler::Schedule', all, after);
}

/** A role that may submit exactly the scheduled definitions to their queues. Its lists do not depend on any order. */
function submitRole(module: Module, all: readonly Scheduled[]): Emitted {
  const definitions = all.flatMap(({ definition }) => definitionArns(definition));
  const queues = all.map((scheduled) => queueArn(module, scheduled));
  const deadLetters = distinct(all.flatMap(({ value: { dead_letter_arn: arn } }) => arn ?? []));
  const certain = deadLetters.filter((arn) => !canBeNothing(arn));
  const statement = (Action: string, Resource: readonly unknown[]) => ({ Effect: 'Allow', Action, Resource });
  const send = (arns: readonly unknown[]) => statement('sqs:SendMessage', arns);
  return role(module, module.path, 'SubmitRole', '', {
    service: 'scheduler.amazonaws.com',
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
    statements: [
      statement('batch:SubmitJob', [...distinct(definitions), ...distinct(queues)]),
      ...(certain.length > 0 ? [send(certain)] : []),
      ...deadLetters.filter(canBeNothing).map((arn) => unlessNothing(arn, (each) => send([each])) as Mapping),
    ],
  });
}

/**
 * The ARNs of a definition without a revision and with any. A job is submitted without, but AWS's page says that IAM
 * sees one: https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html
 */
function definitionArns({ name }: Definition): Intrinsic[] {
  const arn = 'arn:${AWS::Partition}:batch:${AWS::Region}:${AWS::AccountId}:job-definition/';
  const text = arn + (typeof name === 'string' ? name : '${Name}');
  const variables = typeof name === 'string' ? undefined : { Name: name };
  return [sub(text, variables), sub(`${text}:*`, variables)];
}

function queueArn({ id, queues }: Module, { value, definition }: Scheduled): unknown {
  return inAllBranches(value.job_queue, (named) => {
    const queue = targetOf(named, definition, queues);
    return isOwn(queue) ? ref(logicalId(id, 'JobQueue', queue.key)) : queue;
  });
}

/** Applies `change` where there is a value, which branches of an `Fn::If` may not have. */
const unlessNothing = (value: unknown, change: (branch: unknown) => unknown) =>
  eachBranch(value, (branch) => (isNoValue(branch) ? branch : change(branch)));

/** The values without duplicates, sorted. */
function distinct(values: readonly unknown[]): unknown[] {
  const byText = new Map(values.map((value) => [sortedJson(value), value]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
