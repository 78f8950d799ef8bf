import { didYouMean, show } from '../diagnostics/diagnostics.js';
import type { Definition, Queue } from '../read/module.js';
import { isOwn, schedulesOf, type Target } from '../read/schedules.js';
import { platformOf } from '../schema/platform.js';
import { QUEUE, QUEUE_EXPECTED } from '../schema/schedules.js';
import { isNoValue, isUnseen } from '../template/intrinsics.js';
import { textOf } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

export const scheduleQueue: Rule = {
  code: 'schedule-queue',
  severity: 'error',
  description: 'A schedule without a queue that can run its job.',
  check: eachModule((module, report) => {
    const keys = module.queues.map(({ key }) => key);
    for (const { path, value, definition, targets } of schedulesOf(module)) {
      const at = value.job_queue === undefined ? path : [...path, 'job_queue'];
      for (const { named, queue } of targets) {
        const fault = faultOf(named, queue, definition, keys);
        if (fault) report(at, ...fault);
      }
    }
  }),
};

type Fault = readonly [message: string, hint: string];

function faultOf(named: unknown, queue: Target, definition: Definition, keys: readonly string[]): Fault | undefined {
  if (named === undefined || isNoValue(named)) {
    if (queue === undefined) return withoutDefault(named, definition);
  } else if (!isUnseen(named) && !QUEUE.test(textOf(named))) {
    return [
      `expected ${QUEUE_EXPECTED}; received ${show(named)}`,
      didYouMean(textOf(named), keys, 'Add a queue to job_queues.'),
    ];
  } else if (queue === undefined) {
    return [
      `there is no queue ${show(named)} in this module`,
      didYouMean(textOf(named), keys, 'Add a queue to job_queues.'),
    ];
  }
  return isOwn(queue) ? otherPlatform(queue, definition) : undefined;
}

function withoutDefault(named: unknown, { environment, queues }: Definition): Fault {
  const [first, ...others] = queues.map(({ key }) => key);
  const has = first === undefined ? 'no queue' : `several queues: ${[first, ...others].join(', ')}`;
  const [what, fix] =
    named === undefined ? ['is missing', 'Add job_queue with'] : ['can be AWS::NoValue', 'Replace AWS::NoValue with'];
  const key = first === undefined ? 'the ARN of a queue' : `the key of a queue, such as ${first}`;
  return [`job_queue ${what}, and ${environment.key} has ${has}`, `${fix} ${key}.`];
}

function otherPlatform(queue: Queue, { environment }: Definition): Fault | undefined {
  const own = platformOf(environment.value.instances);
  // A queue of several kinds is wrong itself.
  if (new Set([queue.environment, ...queue.runsOn].map((each) => platformOf(each.value.instances))).size > 1) return;
  const other = queue.runsOn.find(({ value: { instances } }) => platformOf(instances) !== own);
  if (!other) return undefined;
  const types = [environment, other].map((each) => `${each.key} (${each.value.instances.compute_environment_type})`);
  return [
    `the job is for the kind of ${types[0]}, and the queue ${queue.key} runs jobs on ${types[1]}`,
    `Use a queue of ${environment.key}, or move the job definition to ${other.key}.`,
  ];
}
