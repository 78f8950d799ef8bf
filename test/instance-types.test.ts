/** Checks the table of instance types, and what is derived from names against it. */

import {
  allTypes,
  architectureOf,
  familyNames,
  familyOf,
  lacksNvme,
  typesOf,
} from '../macro/compute/instance-types.js';

// https://docs.aws.amazon.com/ec2/latest/instancetypes/ has these numbers.
it.each([
  [
    'm5.large',
    { architecture: 'x86_64', vcpus: 2, memory: 8192, gpus: 0, hasNvme: false, isMetal: false, hasSpot: true },
  ],
  ['c5n.large', { architecture: 'x86_64', vcpus: 2, memory: 5376, gpus: 0, hasNvme: false }],
  ['m6gd.metal', { architecture: 'arm64', vcpus: 64, memory: 262_144, hasNvme: true, isMetal: true }],
  ['p4d.24xlarge', { architecture: 'x86_64', vcpus: 96, memory: 1_179_648, gpus: 8, hasNvme: true }],
  ['g6f.large', { gpus: undefined }],
  ['hpc7a.96xlarge', { vcpus: 192, hasSpot: false }],
  ['mac2.metal', { architecture: 'arm64_mac', hasSpot: false }],
])('%s', (name, about) => expect(typesOf(name)).toEqual([expect.objectContaining({ name, ...about })]));

it('knows the types of a family, from the smallest, and nothing else', () => {
  const m5 = 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge metal';
  expect(familyOf('m5').map(({ name }) => name)).toEqual(m5.split(' ').map((size) => `m5.${size}`));
  expect(typesOf('m5')).toEqual(familyOf('m5'));
  for (const name of ['m', 'm5.huge', 'm99', 'm99.large', '', '.large', 'optimal', 'arm64'])
    expect(typesOf(name)).toEqual([]);
});

it('knows the Regions of a type', () => {
  expect(typesOf('p6-b300.48xlarge')[0]?.regions).toEqual(['us-east-1', 'us-west-2']);
  expect(typesOf('c5d.large')[0]?.regions).toContain('me-south-1');
  expect(typesOf('c5d.12xlarge')[0]?.regions).not.toContain('af-south-9');
});

it('has sound numbers for every type', () => {
  expect(allTypes().length).toBeGreaterThan(1300);
  for (const { name, vcpus, memory, gpus, regions } of allTypes()) {
    expect([name, Number.isInteger(vcpus) && vcpus > 0, Number.isInteger(memory) && memory > 0]).toEqual([
      name,
      true,
      true,
    ]);
    expect([name, gpus === undefined || gpus >= 0, regions.length > 0]).toEqual([name, true, true]);
  }
});

it('derives the same architecture from every name as the table has', () => {
  for (const family of familyNames().filter((name) => !name.startsWith('mac'))) {
    expect([family, architectureOf(family)]).toEqual([family, familyOf(family)[0]?.architecture]);
  }
});

it.each([
  ['x86_64', 'optimal default_x86_64 m99i.large'],
  ['arm64', 'default_arm64 p6e-gb200.36xlarge m99g.large im99gn'],
  [undefined, 'mystery .large m5large'],
] as const)('%s', (architecture, types) => {
  for (const type of types.split(' ')) expect([type, architectureOf(type)]).toEqual([type, architecture]);
});

it.each(['m5.large', 'c8i-flex.large', 'inf2', 'optimal', 'default_arm64', 'm99i.large'])('reports %s', (type) =>
  expect(lacksNvme(type)).toBe(true),
);

it.each(['m5d.large', 'i4i', 'g5.xlarge', 'mystery', 'p4d.24xlarge', 'm99id.large', 'q1'])(
  'does not report %s',
  (type) => expect(lacksNvme(type)).toBe(false),
);
