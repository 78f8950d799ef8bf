import { eachModule, type Rule } from './rule.js';

export const scratchNotEverywhere: Rule = {
  code: 'scratch-not-everywhere',
  severity: 'error',
  description: 'A queue whose jobs find nvme_scratch in only some of its compute environments.',
  check: eachModule(({ queues }, report) => {
    for (const { path, runsOn } of queues) {
      const scratchOf = ({ value }: (typeof runsOn)[number]) => value.instances.nvme_scratch;
      const having = runsOn.find((each) => scratchOf(each) !== undefined);
      const other = having && runsOn.find((each) => scratchOf(each) !== scratchOf(having));
      if (!other) continue;
      const received = [having, other].map((each) => `${each.key} (${scratchOf(each) ?? 'none'})`).join(' and ');
      report(
        [...path, 'compute_environments'],
        `the compute environments of a queue must have the same nvme_scratch; received ${received}`,
        'Use the same nvme_scratch in all of them, or one queue for each.',
      );
    }
  }),
};
