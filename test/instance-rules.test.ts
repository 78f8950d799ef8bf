/** Checks rules on instance types that depend on the Region, which fixtures have only one of. */

import { expand } from '../macro/expand.js';

const template = {
  'Provose::Batch': {
    small: {
      instances: { instance_types: ['p5e.48xlarge', 'm5.large'], max_vcpus: 512 },
      job_queues: { q: {} },
    },
  },
};

/** The codes of what is reported in a Region. */
const codesIn = (region: string | undefined) =>
  expand(template, { parameters: {}, region }).diagnostics.map(({ code }) => code);

it.each([
  ['us-east-1', ['not-in-region']],
  ['eu-north-1', []],
  // The table lacks them.
  ['us-gov-west-1', []],
  ['cn-north-1', []],
  [undefined, []],
])('%s', (region, codes) => expect(codesIn(region)).toEqual(codes));
