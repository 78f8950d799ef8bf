/**
 * How many random cases a property test tries: 100, 300 in CI, or as many as `RUNS` says. With `RUNS` a failure is not
 * reduced to its smallest case either, because mutation tests only need to know that there is one.
 */

const runs = process.env['RUNS'];

export const RUNS = {
  numRuns: Number(runs ?? (process.env['CI'] ? 300 : 100)),
  endOnFailure: runs !== undefined,
};
