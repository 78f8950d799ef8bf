import { didYouMean, show } from '../diagnostics/diagnostics.js';
import { platformOf } from '../schema/platform.js';
import { isDynamic } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html */
export const queueEnvironments: Rule = {
  code: 'queue-environments',
  severity: 'error',
  description: 'A queue whose compute environments do not exist, are listed twice, or are of different kinds.',
  check: eachModule(({ environments, queues }, report) => {
    const keys = environments.map(({ key }) => key);
    for (const { path, value, environment, runsOn } of queues) {
      const named = value.compute_environments ?? [];
      for (const [index, name] of named.entries()) {
        const at = [...path, 'compute_environments', index];
        if (typeof name !== 'string' || isDynamic(name)) continue;
        if (named.indexOf(name) < index) report(at, `${show(name)} is listed twice`, 'Remove one of them.');
        else if (!name.startsWith('arn:') && !keys.includes(name))
          report(at, `there is no compute environment ${show(name)}`, didYouMean(name, keys));
      }
      const own = platformOf(environment.value.instances);
      const other = runsOn.find(({ value: { instances } }) => platformOf(instances) !== own);
      if (!other) continue;
      const types = [environment, other].map(
        (each) => `${each.key} (${each.value.instances.compute_environment_type})`,
      );
      const message = `the compute environments of a queue, and the one it is in, must be of one kind; received ${types.join(' and ')}`;
      report(
        [...path, 'compute_environments'],
        message,
        'Use one queue for each kind: EC2 and SPOT, FARGATE and FARGATE_SPOT, or ECS_MANAGED_INSTANCES.',
      );
    }
  }),
};
