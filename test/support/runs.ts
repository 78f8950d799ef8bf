/**
 * How many random cases a property test tries: 100, others in each run, or as many as `RUNS` says. With `RUNS`, a failure
 * is not reduced to its smallest case either, because mutation tests only need to know that there is one.
 */

const runs = process.env['RUNS'];

export const RUNS = {
  numRuns: Number(runs ?? 100),
  endOnFailure: runs !== undefined,
};
