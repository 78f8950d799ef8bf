/** All combinations of the options of `provose-batch init` that have a fixed set of values. */

export const COMBINATIONS = ['ec2', 'spot', 'fargate', 'spot-first'].flatMap((compute) =>
  ['new', 'existing'].map((vpc) => ({ compute, vpc, options: ['--compute', compute, '--vpc', vpc] })),
);
