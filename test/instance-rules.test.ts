/** Checks rules on instance types that depend on the Region, which fixtures have only one of. */

import { expand } from '../macro/expand.js';

const template = (...instance_types: string[]) => ({
  'Provose::Batch': { small: { instances: { instance_types, max_vcpus: 512 }, job_queues: { q: {} } } },
});

/** The codes of what is reported of types in a Region. */
const codesIn = (region: string | undefined, ...types: string[]) =>
  expand(template(...types), { parameters: {}, region }).diagnostics.map(({ code }) => code);

it.each([
  ['us-east-1', ['not-in-region']],
  ['eu-north-1', []],
  // The table lacks them.
  ['us-gov-west-1', []],
  ['cn-north-1', []],
  [undefined, []],
])('%s', (region, codes) => expect(codesIn(region, 'p5e.48xlarge', 'm5.large')).toEqual(codes));

it('accepts a family of which a Region has some types', () => {
  expect(codesIn('eu-west-3', 'c5d.12xlarge')).toEqual(['not-in-region']);
  expect(codesIn('eu-west-3', 'c5d')).toEqual([]);
});

it.each([
  ['us-east-1', 'such as g6.48xlarge.'],
  ['ap-southeast-3', 'such as p5.48xlarge.'],
  // The table lacks it.
  ['us-gov-west-1', 'to instance_types of small.'],
])('suggests a type that %s offers', (region, end) => {
  const job = { image: 'busybox', vcpus: 1, memory: 512, gpus: 8 };
  const { small } = template('m5.large')['Provose::Batch'];
  const module = { small: { ...small, job_definitions: { job } } };
  const [found] = expand({ 'Provose::Batch': module }, { parameters: {}, region }).diagnostics;
  expect(found?.hint).toMatch(end);
});
