/**
 * How many random cases a property test tries: 100, or as many as `RUNS` says. With `RUNS`, a failure is not reduced to
 * its smallest case either, because mutation tests only need to know that there is one.
 *
 * Each run tries other cases, except in continuous integration, where a failure must come from the change that is tested.
 */

const runs = process.env['RUNS'];

export const RUNS = {
  numRuns: Number(runs ?? 100),
  endOnFailure: runs !== undefined,
  ...(process.env['CI'] !== undefined && { seed: 1 }),
};
