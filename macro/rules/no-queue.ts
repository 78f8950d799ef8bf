import { eachModule, type Rule } from './rule.js';

export const noQueue: Rule = {
  code: 'no-queue',
  severity: 'error',
  description: 'A compute environment that no queue uses, so that it can never run a job.',
  check: eachModule(({ environments, queues }, report) => {
    const used = new Set(queues.flatMap(({ runsOn }) => runsOn));
    for (const environment of environments) {
      if (environment.value.job_queues !== undefined || used.has(environment)) continue;
      const message = `job_queues is missing, and no queue names ${environment.key} in its compute_environments`;
      report(
        environment.path,
        message,
        'Add job_queues: { mainqueue: {} }, or name it in compute_environments of a queue.',
      );
    }
  }),
};
