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

/**
 * Whether an instance type or family surely has no NVMe disks. In the general-purpose, compute-optimized and
 * memory-optimized series, a `d` after the generation's digit stands for them. Of other series, nothing is sure.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-volumes.html
 */
export function lacksNvme(type: string): boolean {
  // AWS Batch chooses from series without NVMe disks: https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
  if (/^(optimal|default_x86_64|default_arm64)$/.test(type)) return true;
  const [, options] = /^[acmrtx]\d+([a-z]*)/.exec(type) ?? [];
  return options !== undefined && !options.includes('d');
}
