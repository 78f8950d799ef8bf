/** Derives properties of EC2 instance types from their names, without a table, so that it works for future types. */

export type Architecture = 'x86_64' | 'arm64';

/**
 * The CPU architecture of an instance type or family; `undefined` if it cannot be derived from the name. A `g` after
 * the generation's digit stands for AWS Graviton, whose first generation is called a1.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(type: string): Architecture | undefined {
  if (type === 'optimal' || type === 'default_x86_64') return 'x86_64';
  if (type === 'default_arm64') return 'arm64';
  // The NVIDIA Grace CPU, as in p6e.
  if (/^[a-z0-9]+-gb\d/.test(type)) return 'arm64';
  const [, series, options] = /^([a-z]+(?:-[a-z0-9]+)?)\d+([a-z]*)/.exec(type) ?? [];
  if (series === undefined || options === undefined) return undefined;
  return series === 'a' || options.includes('g') ? 'arm64' : 'x86_64';
}
