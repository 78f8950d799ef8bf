/**
 * Writes macro/compute/instance-table.ts, the table of Amazon EC2 instance types:
 * `npm run generate -- instances DATE FILE…`, with the day on which the data was current. The files are JSON, as it is or
 * compressed with gzip:
 *
 * - `aws ec2 describe-instance-types`, or moto's instance_types.json: the types;
 * - `aws ec2 describe-instance-type-offerings --region R`, one file for each Region: the Regions that have them.
 *
 * Types that the files lack stay in the table, because a Region reports only its own types.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { load } from './load.mjs';

const FILE = 'macro/compute/instance-table.ts';

const SIZES = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge'];
const rank = ({ name }) => SIZES.indexOf(name.split('.')[1]);
/** From the smallest to the largest, bare metal last. */
const bySize = (a, b) => a.isMetal - b.isMetal || a.vcpus - b.vcpus || a.memory - b.memory || rank(a) - rank(b);

const [date, ...files] = process.argv.slice(3);
if (!/^\d{4}-\d{2}-\d{2}$/.test(date ?? '') || files.length === 0) {
  process.stderr.write('Usage: npm run generate -- instances YYYY-MM-DD FILE…\n');
  process.exit(2);
}
const { allTypes } = await load(`export { allTypes } from './macro/compute/instance-types.ts';`);
writeFileSync(FILE, source(merged(allTypes(), files.map(read))));

function read(file) {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

/** The types of the table, with those of the files and their Regions. */
function merged(table, contents) {
  const entries = contents.flatMap((data) => data.InstanceTypes ?? data.InstanceTypeOfferings ?? Object.values(data));
  const described = entries.filter(({ VCpuInfo }) => VCpuInfo).map(typeOf);
  const offered = entries.filter(({ Location }) => Location);
  const covered = new Set(offered.map(({ Location }) => Location));
  const locations = new Map(offered.map(({ InstanceType }) => [InstanceType, []]));
  for (const { InstanceType, Location } of offered) locations.get(InstanceType).push(Location);
  const known = new Map(table.map((type) => [type.name, type]));
  const types = new Map([...known, ...described.map((type) => [type.name, type])]);
  return [...types.values()].map((type) => {
    const others = (known.get(type.name)?.regions ?? []).filter((region) => !covered.has(region));
    return { ...type, regions: [...others, ...(locations.get(type.name) ?? [])] };
  });
}

/** A type of the table, from an entry of `InstanceTypes`. */
function typeOf({ InstanceType: name, VCpuInfo, MemoryInfo, ProcessorInfo, BareMetal, ...rest }) {
  const counts = (rest.GpuInfo?.Gpus ?? []).map(({ Count }) => Count);
  return {
    name,
    architecture: ProcessorInfo.SupportedArchitectures.find((each) => each !== 'i386'),
    vcpus: VCpuInfo.DefaultVCpus,
    memory: MemoryInfo.SizeInMiB,
    // A type with a part of a GPU reports 0.
    gpus: counts.includes(0) ? undefined : counts.reduce((sum, count) => sum + count, 0),
    hasNvme: (rest.InstanceStorageInfo?.NvmeSupport ?? 'unsupported') !== 'unsupported',
    isMetal: BareMetal === true,
    hasSpot: rest.SupportedUsageClasses.includes('spot'),
  };
}

function source(types) {
  const regions = [...new Set(types.flatMap((type) => type.regions))].sort();
  const families = new Map(types.map(({ name }) => [name.split('.')[0], []]));
  for (const type of types) families.get(type.name.split('.')[0]).push(type);
  const lines = [...families].sort(([a], [b]) => (a < b ? -1 : 1)).map((family) => line(family, regions));
  return `/** Written by scripts/instances.mjs, and read by instance-types.ts. */

/** The day on which the table was current. */
export const TABLE_DATE = '${date}';

/** The Regions that the bits of a number of the table stand for, from the lowest. */
export const REGIONS =
  '${regions.join(' ')}';

/**
 * A line for each family: its name, architecture and Regions, and its sizes, each with vCPUs, memory in GiB, and
 * features: \`g\` and the number of GPUs, \`n\` for NVMe disks, \`m\` for bare metal, \`s\` without Spot. Regions are a number
 * in base 36; those of one size follow an \`@\`.
 */
export const TABLE = \`
${lines.join('\n')}
\`;
`;
}

function line([family, members], allRegions) {
  const types = members.sort(bySize);
  const mask = ({ regions }) => {
    const bits = allRegions.map((region, bit) => (regions.includes(region) ? 2 ** bit : 0));
    return bits.reduce((sum, bit) => sum + bit, 0).toString(36);
  };
  const masks = types.map(mask);
  const frequency = (one) => masks.filter((other) => other === one).length;
  const common = [...masks].sort((a, b) => frequency(b) - frequency(a))[0];
  const sizes = types.map((type) => {
    const { name, vcpus, memory, gpus, hasNvme, isMetal, hasSpot } = type;
    const count = gpus === 0 ? '' : `g${gpus ?? '?'}`;
    const features = `${count}${hasNvme ? 'n' : ''}${isMetal ? 'm' : ''}${hasSpot ? '' : 's'}`;
    const elsewhere = mask(type) === common ? '' : `@${mask(type)}`;
    return `${name.slice(family.length + 1)}:${vcpus}:${memory / 1024}${features}${elsewhere}`;
  });
  return [family, types[0].architecture, common, ...sizes].join(' ');
}
