/** Checks that the table of instance types is refreshed as `npm run generate -- instances` promises, in a copy. */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './support/golden.js';

const copy = mkdtempSync(join(tmpdir(), 'instances-'));
const TABLE = join(copy, 'macro/compute/instance-table.ts');

beforeAll(() => {
  for (const folder of ['macro', 'scripts']) cpSync(join(ROOT, folder), join(copy, folder), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Runs the script on files with the given contents, and returns the table before and after, as lines. */
function refresh(date: string, ...contents: (string | Buffer)[]) {
  const before = readFileSync(TABLE, 'utf8').split('\n');
  const files = contents.map((content, index) => {
    const file = join(copy, typeof content === 'string' ? `${index}.json` : `${index}.json.gz`);
    writeFileSync(file, content);
    return file;
  });
  execFileSync(process.execPath, ['scripts/generate.mjs', 'instances', date, ...files], { cwd: copy, stdio: 'pipe' });
  return { before, after: readFileSync(TABLE, 'utf8').split('\n') };
}

const type = (InstanceType: string, more: object = {}) => ({
  InstanceType,
  VCpuInfo: { DefaultVCpus: 4 },
  MemoryInfo: { SizeInMiB: 16_384 },
  ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
  SupportedUsageClasses: ['on-demand', 'spot'],
  ...more,
});
const gpu = {
  VCpuInfo: { DefaultVCpus: 8 },
  GpuInfo: { Gpus: [{ Count: 2 }] },
  InstanceStorageInfo: { NvmeSupport: 'required' },
};

it('keeps every type and the date of the data if the data has nothing new', () => {
  const { before, after } = refresh('2030-01-02', JSON.stringify({ InstanceTypes: [] }));
  expect(after).toEqual(before.map((line) => line.replace(/'\d{4}-\d\d-\d\d'/, "'2030-01-02'")));
});

it('adds types, replaces those that it has, and takes the Regions of the files', () => {
  const types = { InstanceTypes: [type('m99i.xlarge'), type('m99i.2xlarge', gpu), type('t1.micro')] };
  const offerings = {
    InstanceTypeOfferings: [
      { InstanceType: 'm99i.xlarge', LocationType: 'region', Location: 'us-west-2' },
      { InstanceType: 'm99i.2xlarge', LocationType: 'region', Location: 'us-west-2' },
    ],
  };
  const { before, after } = refresh('2030-01-03', JSON.stringify(types), gzipSync(JSON.stringify(offerings)));
  const added = after.filter((line) => !before.includes(line));
  expect(added).toContain("export const TABLE_DATE = '2030-01-03';");
  expect(added).toContainEqual(expect.stringMatching(/^m99i x86_64 \w+ xlarge:4:16 2xlarge:8:16g2n$/));
  expect(added).toContainEqual(expect.stringMatching(/^t1 x86_64 \w+ micro:4:16$/));
  // All other lines still have the same types; only us-west-2 now has none of them.
  const names = (lines: readonly string[]) =>
    lines.flatMap((line) => /^[a-z]\S* (?:x86_64|arm64)/.exec(line)?.[0] ?? []);
  expect(names(after).filter((name) => name !== 'm99i x86_64')).toEqual(names(before));
});

it('asks for a date and files', () => {
  expect(() => refresh('today')).toThrow(/Usage: npm run generate -- instances YYYY-MM-DD FILE/);
});
