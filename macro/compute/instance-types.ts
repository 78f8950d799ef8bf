/**
 * Amazon EC2 instance types, from a table that is read one family at a time, and from their names, which also say
 * something about types that AWS adds later.
 */

import { byName } from './by-name.js';
import { REGIONS, TABLE } from './instance-table.js';

export type Architecture = 'x86_64' | 'arm64';

export interface InstanceType {
  readonly name: string;
  /** Also `x86_64_mac` or `arm64_mac`, for which AWS Batch has no images. */
  readonly architecture: string;
  readonly vcpus: number;
  /** The installed memory, in MiB. Jobs get less. */
  readonly memory: number;
  /** The number of GPUs; `undefined` for a type with a part of one. */
  readonly gpus: number | undefined;
  readonly hasNvme: boolean;
  readonly isMetal: boolean;
  /** Whether it can be a Spot Instance. */
  readonly hasSpot: boolean;
  /** The Regions that offer it. */
  readonly regions: readonly string[];
}

/** The types of a family, from the smallest; empty if the table lacks it. */
export const familyOf = byName((name): readonly InstanceType[] => parse(lineOf(name)));

/** What an entry of `instance_types` stands for: one type, or all of a family. Empty if the table lacks it. */
export const typesOf = byName((entry): readonly InstanceType[] =>
  entry.includes('.') ? familyOf(familyIn(entry)).filter(({ name }) => name === entry) : familyOf(entry),
);

/**
 * The groups of types of AWS Batch, with the families that they stand for. AWS adds newer ones:
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
 */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  optimal: ['m6i', 'c6i', 'r6i', 'c7i'],
  default_x86_64: ['m6i', 'c6i', 'r6i', 'c7i'],
  default_arm64: ['m6g', 'c6g', 'r6g', 'c7g'],
};

/** The names of the groups. */
export const groupNames: readonly string[] = Object.keys(GROUPS);

/** Whether an entry of `instance_types` is a group of AWS Batch, such as `optimal`. */
export const isGroup = (entry: string) => Object.hasOwn(GROUPS, entry);

/**
 * The types that AWS Batch can start for an entry of `instance_types`, as far as the table has them. A family does not
 * include bare metal: https://docs.aws.amazon.com/batch/latest/userguide/create-compute-environment.html
 */
export const startedBy = byName((entry): readonly InstanceType[] => {
  const families = Object.hasOwn(GROUPS, entry) ? GROUPS[entry] : undefined;
  if (families) return families.flatMap(startedBy);
  const types = typesOf(entry);
  return entry.includes('.') ? types : types.filter(({ isMetal }) => !isMetal);
});

/** The family of a type or family. */
export const familyIn = (entry: string) => entry.split('.', 1)[0] ?? entry;

/** The names of all families. */
export const familyNames = (): string[] => [...TABLE.matchAll(/^\S+/gm)].map(([name]) => name);

/** Every type of the table. */
export const allTypes = (): InstanceType[] => familyNames().flatMap(familyOf);

function lineOf(family: string): string {
  const start = TABLE.indexOf(`\n${family} `) + 1;
  return start === 0 ? '' : TABLE.slice(start, TABLE.indexOf('\n', start));
}

function parse(line: string): InstanceType[] {
  const [family = '', architecture = '', common = '', ...sizes] = line.split(' ');
  return sizes.map((text) => {
    const [size, vcpus, memory, gpus, features = '', regions = common] = SIZE.exec(text)?.slice(1) ?? [];
    return {
      name: `${family}.${size}`,
      architecture,
      vcpus: Number(vcpus),
      memory: Number(memory) * 1024,
      gpus: gpus === '?' ? undefined : Number(gpus ?? 0),
      hasNvme: features.includes('n'),
      isMetal: features.includes('m'),
      hasSpot: !features.includes('s'),
      regions: regionsOf(Number.parseInt(regions, 36)),
    };
  });
}

const SIZE = /^([^:]+):(\d+):([\d.]+)(?:g(\d+|\?))?([nms]*)(?:@(\w+))?$/;

const regionsOf = (mask: number) => REGIONS.split(' ').filter((_, bit) => Math.floor(mask / 2 ** bit) % 2 === 1);

/**
 * The CPU architecture of an instance type or family; `undefined` if it cannot be derived from the name. A `g` after
 * the generation's digit stands for AWS Graviton, whose first generation is called a1.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(type: string): Architecture | undefined {
  const [family] = Object.hasOwn(GROUPS, type) ? (GROUPS[type] ?? []) : [];
  if (family !== undefined) return architectureOf(family);
  // The NVIDIA Grace CPU, as in p6e.
  if (/^[a-z0-9]+-gb\d/.test(type)) return 'arm64';
  const [, series, options] = /^([a-z]+(?:-[a-z0-9]+)?)\d+([a-z]{0,4})(?![a-z])/.exec(type) ?? [];
  if (series === undefined || options === undefined) return undefined;
  return series === 'a' || options.includes('g') ? 'arm64' : 'x86_64';
}

/**
 * Whether an instance type or all types of a family surely have no NVMe disks. Of a type that the table lacks, its name
 * says so: in the general-purpose, compute-optimized and memory-optimized series, a `d` after the generation's digit
 * stands for them. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-volumes.html
 */
export function lacksNvme(entry: string): boolean {
  // AWS Batch chooses from series without NVMe disks.
  if (isGroup(entry)) return true;
  const types = typesOf(entry);
  if (types.length > 0) return types.every(({ hasNvme }) => !hasNvme);
  const [, options] = /^[acmrtx]\d+([a-z]*)/.exec(entry) ?? [];
  return options !== undefined && !options.includes('d');
}
