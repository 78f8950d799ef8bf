/** Checks the architectures of instance types from EC2's list. */

import { architectureOf } from '../macro/template/instance-types.js';

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
