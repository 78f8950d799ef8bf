/** What the name of an EC2 instance type tells. No table: a type that AWS adds tomorrow has a name, too. */

export type Architecture = 'x86_64' | 'arm64';

/**
 * The CPU architecture of an instance type or family by its name; `undefined` where the name does not tell.
 * After the generation's digit a `g` stands for AWS Graviton; the first generation of it is called a1.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(type: string): Architecture | undefined {
  if (type === 'optimal' || type === 'default_x86_64') return 'x86_64';
  if (type === 'default_arm64') return 'arm64';
  // NVIDIA's Grace, in the sizes of p6e.
  if (/^[a-z0-9]+-gb\d/.test(type)) return 'arm64';
  const [, series, options] = /^([a-z]+(?:-[a-z0-9]+)?)\d+([a-z]*)/.exec(type) ?? [];
  if (series === undefined || options === undefined) return undefined;
  return series === 'a' || options.includes('g') ? 'arm64' : 'x86_64';
}
