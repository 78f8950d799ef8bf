import { didYouMean, show } from '../diagnostics/diagnostics.js';
import { isOwn, schedulesOf } from '../read/schedules.js';
import { platformOf } from '../schema/platform.js';
import { eachModule, type Rule } from './rule.js';

export const scheduleQueue: Rule = {
  code: 'schedule-queue',
  severity: 'error',
  description: 'A schedule without a queue that can run its job.',
  check: eachModule((module, report) => {
    for (const { path, value, definition, queue } of schedulesOf(module)) {
      const { environment, queues } = definition;
      const named = value.job_queue;
      const at = named === undefined ? path : [...path, 'job_queue'];
      if (queue === undefined && named !== undefined) {
        const keys = module.queues.map(({ key }) => key);
        report(at, `there is no queue ${show(named)} in this module`, didYouMean(String(named), keys));
      } else if (queue === undefined) {
        const [first, ...others] = queues.map(({ key }) => key);
        const has = first === undefined ? 'no queue' : `several queues: ${[first, ...others].join(', ')}`;
        const message = `job_queue is missing, and ${environment.key} has ${has}`;
        report(at, message, first === undefined ? 'Add job_queue with the ARN of a queue.' : `Add job_queue: ${first}`);
      } else if (isOwn(queue)) {
        const own = environment.value.instances;
        const other = queue.runsOn.find(({ value: { instances } }) => platformOf(instances) !== platformOf(own));
        if (!other) continue;
        const types = [environment, other].map(
          (each) => `${each.key} (${each.value.instances.compute_environment_type})`,
        );
        const message = `the job is for the kind of ${types[0]}, and the queue ${queue.key} runs jobs on ${types[1]}`;
        report(at, message, `Use a queue of ${environment.key}, or move the job definition to ${other.key}.`);
      }
    }
  }),
};
