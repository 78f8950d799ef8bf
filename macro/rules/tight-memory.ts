import type { InstanceType } from '../compute/instance-types.js';
import { platformOf } from '../schema/platform.js';
import { capacityOf } from './capacity.js';
import { fits } from './enough.js';
import { type Fit, fitsOf } from './fit.js';
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
      if (amount === undefined || hasRoom(fit, amount)) continue;
      const largest = largestOf(fit);
      if (largest === undefined) continue;
      const message = `the job needs ${amount} MiB, and of the ${largest.memory} of ${largest.name} the operating system and the Amazon ECS agent also take a part`;
      const most = Math.floor(largest.memory * SHARE);
      report(path, message, `Lower memory to at most ${most}, or add an instance type with more memory.`);
    }
  }),
};

/** Whether one of the types surely has enough memory, or may have it. */
const hasRoom = ({ places, needs, runsElsewhere }: Fit, amount: number) =>
  runsElsewhere ||
  places.some((place) => {
    const { types } = capacityOf(place);
    if (!types || platformOf(place.value.instances) !== 'EC2') return true;
    return types.some((type) => amount <= type.memory * SHARE && fits(type, needs));
  });

/** The type with the most memory of those that a job fits. */
const largestOf = ({ places, needs }: Fit): InstanceType | undefined =>
  places
    .flatMap((place) => capacityOf(place).types ?? [])
    .filter((type) => fits(type, needs))
    .sort((one, other) => other.memory - one.memory)[0];
