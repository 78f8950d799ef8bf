import type { InstanceType } from '../compute/instance-types.js';
import { platformOf } from '../schema/platform.js';
import { capacityOf } from './capacity.js';
import { type Fit, fits, fitsOf } from './fit.js';
import { eachModule, type Rule } from './rule.js';

/**
 * The operating system takes a part of the memory, of which AWS documents only an example, and recommends to leave 5 %:
 * https://docs.aws.amazon.com/batch/latest/userguide/memory-management.html
 */
const SHARE = 0.95;

export const tightMemory: Rule = {
  code: 'tight-memory',
  severity: 'warning',
  description:
    'A job that needs more than 95 % of the memory of every instance type that it fits, so that it may wait forever.',
  check: eachModule((module, report) => {
    for (const fit of fitsOf(module)) {
      const { amount, path } = fit.needs.memory;
      const largest = largestOf(fit);
      if (amount === undefined || largest === undefined || amount <= largest.memory * SHARE) continue;
      const message = `the job needs ${amount} MiB, and of the ${largest.memory} of ${largest.name} the operating system and the Amazon ECS agent also take a part`;
      const most = Math.floor(largest.memory * SHARE);
      report(path, message, `Lower memory to at most ${most}, or add an instance type with more memory.`);
    }
  }),
};

/** The type with the most memory of those that a job fits; `undefined` if not all of them are known. */
function largestOf({ places, needs, runsElsewhere }: Fit): InstanceType | undefined {
  if (runsElsewhere || places.some(({ value }) => platformOf(value.instances) !== 'EC2')) return undefined;
  let largest: InstanceType | undefined;
  for (const place of places) {
    const { types } = capacityOf(place);
    if (!types) return undefined;
    for (const type of types) if (type.memory > (largest?.memory ?? 0) && fits(type, needs)) largest = type;
  }
  return largest;
}
