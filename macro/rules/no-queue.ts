import { nearest } from '../diagnostics/diagnostics.js';
import { EXPORTED } from '../read/exported.js';
import type { Module } from '../read/module.js';
import { isUnseen } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

export const noQueue: Rule = {
  code: 'no-queue',
  severity: 'error',
  description: 'A compute environment that no queue uses, so that it can never run a job.',
  check: eachModule(({ config, environments, queues, isReferredTo }, report) => {
    // Queues of other stacks can use the environments.
    if (config.outputs === 'exports') return;
    const used = new Set(queues.flatMap(({ runsOn }) => runsOn));
    const named = queues.flatMap(({ value }) => value.compute_environments ?? []);
    // `queue-environments` reports what is meant as one of these.
    const unknown = named.flatMap((name) => (typeof name === 'string' && !isKey(name, environments) ? [name] : []));
    const isOpen = named.some((name) => isUnseen(name));
    for (const environment of environments) {
      if (environment.value.job_queues !== undefined || used.has(environment) || isOpen) continue;
      if (unknown.some((name) => nearest(name, [environment.key]) !== undefined)) continue;
      if (isReferredTo(`${EXPORTED.environments}.${environment.key}.`)) continue;
      const message = `job_queues is missing, and no queue names ${environment.key} in its compute_environments`;
      report(
        environment.path,
        message,
        'Add job_queues: { mainqueue: {} }, or name it in compute_environments of a queue. Write job_queues: {} if queues elsewhere use it.',
      );
    }
  }),
};

const isKey = (name: string, environments: Module['environments']) => environments.some(({ key }) => key === name);
