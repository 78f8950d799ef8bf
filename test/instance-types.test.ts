/** Checks the properties of instance types against EC2's list. */

import { architectureOf, lacksNvme } from '../macro/template/instance-types.js';
import { readProject } from './support/golden.js';

it.each([
  [
    'x86_64',
    'm5.large c6i c5n.18xlarge g4dn.xlarge g6e t3a.micro u-6tb1.112xlarge x1e.32xlarge inf2.xlarge p5.48xlarge optimal default_x86_64',
  ],
  [
    'arm64',
    'a1.medium m6g.large c7gn.xlarge t4g.nano g5g.xlarge im4gn.large is4gen.medium x2gd.large hpc7g.16xlarge r8gd p6e-gb200.36xlarge default_arm64',
  ],
  [undefined, 'mystery .large'],
] as const)('%s', (architecture, types) => {
  for (const type of types.split(' ')) expect([type, architectureOf(type)]).toEqual([type, architecture]);
});

/** All families of EC2, by whether their instances have NVMe disks. */
const families = JSON.parse(readProject('test/data/nvme-families.json')) as Record<'with' | 'without', string>;

it('reports no family with NVMe disks as one without', () => {
  for (const family of families.with.split(' ')) expect([family, lacksNvme(family)]).toEqual([family, false]);
});

it('reports the families without NVMe disks whose names say so', () => {
  const unsure = families.without.split(' ').filter((family) => !lacksNvme(family));
  // The former have instance stores of another kind, or are of series in which no letter stands for one.
  expect(unsure.join(' ')).toMatchInlineSnapshot(
    `"d2 dl2q g5g h1 hpc6a hpc7a hpc7g hpc8a i2 inf1 inf2 mac-m3ultra mac-m4max mac1 mac2 mac2-m1ultra mac2-m2 mac2-m2pro u-3tb1 u-6tb1 u7i-12tb u7i-6tb u7i-8tb u7in-16tb u7in-24tb u7in-32tb vt1"`,
  );
});

it.each(['m5.large', 'c8i-flex.large', 'optimal', 'default_arm64'])('reports %s', (type) =>
  expect(lacksNvme(type)).toBe(true),
);

it.each(['m5d.large', 'i4i', 'g5.xlarge', 'mystery', 'p4d.24xlarge'])('does not report %s', (type) =>
  expect(lacksNvme(type)).toBe(false),
);
