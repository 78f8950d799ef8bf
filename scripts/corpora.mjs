/**
 * Expands public templates and checks that only modules change. Reads each file as the command line does, and compares
 * the data with cfn-lint's if it is installed. Writes docs/corpora.md.
 *
 *     npm run corpora -- [OWNER/REPOSITORY@COMMIT=]FOLDER...
 */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { load } from './load.mjs';

const corpora = process.argv.slice(2).map((argument) => {
  const [folder, name = basename(folder)] = argument.split('=').reverse();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json|template)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return { name, folder, files: files.sort() };
});
if (corpora.length === 0) throw new Error('usage: npm run corpora -- [OWNER/REPOSITORY@COMMIT=]FOLDER...');

const { readSource, expandAsDeployed } = await load(`
  export { readSource } from './cli/source.ts';
  export { expandAsDeployed } from './cli/template-file.ts';
`);

const SETTINGS = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };
const SECTION = {
  corpora: {
    instances: { instance_types: ['m5.large'], max_vcpus: 2 },
    job_queues: { corpora: {} },
    job_definitions: { corpora: { image: 'busybox:latest', vcpus: 1, memory: 512 } },
  },
};
const REFERENCE = { 'Fn::GetAtt': ['Provose', 'batch.aws_batch_job_queue.batch.corpora.arn'] };
const REFERRING = 'ProvoseCorpora';
const SAM = 'AWS::Serverless-2016-10-31';

const isMapping = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** Every place where two values differ, including differences in the order of keys. */
function* differences(left, right, path = []) {
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    for (const [index, item] of left.entries()) yield* differences(item, right[index], [...path, index]);
  } else if (isMapping(left) && isMapping(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      if (Object.hasOwn(left, key) && Object.hasOwn(right, key))
        yield* differences(left[key], right[key], [...path, key]);
      else yield { path: [...path, key], left: left[key], right: right[key] };
    }
    const shared = Object.keys(left).filter((key) => Object.hasOwn(right, key));
    const reordered = Object.keys(right).filter((key) => Object.hasOwn(left, key));
    if (shared.some((key, index) => key !== reordered[index])) yield { path, isOrder: true };
  } else if (!Object.is(left, right)) yield { path, left, right };
}

const kindOf = (value) => {
  if (Array.isArray(value)) return 'a list';
  // Values that JSON cannot represent: see cfn-lint-decode.py.
  if (isMapping(value)) return Object.keys(value).find((key) => key.includes(' ')) ?? 'a mapping';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value);
  return { string: 'text', boolean: 'a boolean', undefined: 'nothing', object: 'null' }[typeof value];
};

/** A file's template, or the reason for skipping it. Adds the transform that SAM's own templates lack. */
function read(name, text) {
  const { data, faults } = readSource(name, text);
  if (data === undefined) return { skip: `not read: ${faults[0]?.message}`, isRefused: true };
  if (!isMapping(data) || !isMapping(data.Resources)) return { data, skip: 'not a template: no mapping Resources' };
  const types = Object.values(data.Resources).map((resource) => resource?.Type);
  const isSam = 'Globals' in data || types.some((type) => String(type).startsWith('AWS::Serverless::'));
  return { data, template: isSam && !('Transform' in data) ? { Transform: SAM, ...data } : data };
}

/** The template with a module, and with its macro as the first transform. */
function withSection(template) {
  const Transform = ['ProvoseBatch', ...listOf(template.Transform)];
  return { ...('Transform' in template ? {} : { Transform }), ...template, Transform, 'Provose::Batch': SECTION };
}

/** The template with references to the module: in an output, and in the metadata of its first resource. */
function withReferences(template) {
  const Resources = { ...template.Resources };
  const id = Object.keys(Resources).find((key) => !key.startsWith('Fn::') && isMapping(Resources[key]?.Metadata ?? {}));
  if (id) Resources[id] = { ...Resources[id], Metadata: { ...Resources[id].Metadata, [REFERRING]: REFERENCE } };
  return { ...template, Resources, Outputs: { ...template.Outputs, [REFERRING]: { Value: REFERENCE } } };
}

/** The differences between an expansion and its input, other than the module's resources. */
function* faults(before, { diagnostics, template }) {
  for (const { severity, code, message } of diagnostics) if (severity === 'error') yield `${code}: ${message}`;
  if (!template) return;
  if (JSON.stringify(template).includes(JSON.stringify(REFERENCE))) yield 'a reference to the module remains';
  for (const { path, isOrder, left, right } of differences(before, template)) {
    const [section, name] = path;
    if (left === undefined && section === 'Resources' && path.length === 2 && /^Provose[A-Z]/.test(name)) continue;
    if (path.includes(REFERRING)) continue;
    if (isOrder) yield path.length === 0 ? 'the order of the sections changes' : `the order changes in ${section}`;
    else
      yield `${path.length === 1 ? section : `something in ${section}`} changes: ${kindOf(left)} to ${kindOf(right)}`;
  }
}

const CHECKS = {
  alone: (template) => faults(template, expandAsDeployed(template, SETTINGS)),
  'with a module': (template) => {
    const before = 'Transform' in template ? { ...template, Transform: listOf(template.Transform) } : template;
    return faults(before, expandAsDeployed(withSection(template), SETTINGS));
  },
  'with references': (template) => CHECKS['with a module'](withReferences(template)),
};

/** The data that cfn-lint reads, by file; empty if it is not installed. */
function readWithCfnLint() {
  const files = corpora.flatMap((corpus) => corpus.files.map((file) => join(corpus.folder, file)));
  const input = files.join('\n');
  const { status, stdout } = spawnSync('python3', ['scripts/cfn-lint-decode.py'], { input, maxBuffer: 2 ** 30 });
  if (status !== 0) return { version: undefined, byFile: new Map() };
  const [version, ...lines] = String(stdout)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { version, byFile: new Map(lines.map((line, index) => [files[index], line])) };
}

/** The kinds of difference between the two readings of a file, each with its first place. */
function readingDifferences({ data, skip, isRefused }, theirs) {
  if (isRefused) return theirs.error ? [] : [[`${skip}, by the command line`]];
  if (theirs.error) return [[`not read: ${theirs.error}, by cfn-lint`]];
  // The order of keys is irrelevant: JavaScript puts keys such as `1` first.
  const found = [...differences(data, theirs.data)].filter(({ isOrder }) => !isOrder);
  const first = ({ path, left, right }) => [`${kindOf(left)}, where cfn-lint reads ${kindOf(right)}`, path.join('.')];
  return [...new Map(found.map(first).reverse())];
}

/** Files by reason. */
class Tally extends Map {
  add(reason, file) {
    this.set(reason, [...(this.get(reason) ?? []), file]);
  }
  /** A table with a heading, most frequent reason first; nothing if there are no files. */
  table(heading, most = 5) {
    const rows = [...this]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([reason, files]) => {
        const shown = files.slice(0, most).map((file) => `\`${file}\``);
        const all = [...shown, ...(files.length > most ? ['…'] : [])].join(', ');
        return `| ${reason.replace(/\s+/g, ' ').replaceAll('|', '\\|')} | ${files.length} | ${all} |`;
      });
    return rows.length === 0 ? [] : ['', `| ${heading} | files | examples |`, '| --- | ---: | --- |', ...rows];
  }
}

const { version, byFile } = readWithCfnLint();
const [skipped, reading] = [new Tally(), new Tally()];
const exceptions = Object.fromEntries(Object.keys(CHECKS).map((check) => [check, new Tally()]));
const rows = corpora.map(({ name, folder, files }) => {
  const unchanged = Object.fromEntries(Object.keys(CHECKS).map((check) => [check, 0]));
  let templates = 0;
  for (const file of files) {
    const path = join(folder, file);
    const ours = read(file, readFileSync(path, 'utf8'));
    const isRead = ours.data !== undefined || ours.isRefused;
    if (byFile.has(path) && isRead)
      for (const [kind, place] of readingDifferences(ours, byFile.get(path)))
        reading.add(kind, place === undefined ? file : `${file}: ${place}`);
    if (ours.skip) skipped.add(ours.skip, file);
    if (ours.skip) continue;
    templates++;
    for (const [check, faultsOf] of Object.entries(CHECKS)) {
      const found = new Set(faultsOf(ours.template));
      for (const reason of found) exceptions[check].add(reason, file);
      if (found.size === 0) unchanged[check]++;
    }
  }
  const [repository, commit] = name.split('@');
  const link = commit ? `[${repository}](https://github.com/${repository}/tree/${commit})` : name;
  return `| ${link} | ${files.length} | ${templates} | ${Object.values(unchanged).join(' | ')} |`;
});

const MARK = '<!-- measured -->';
const report = (most) => [
  MARK,
  `| corpus | files | templates | unchanged ${Object.keys(CHECKS).join(' | unchanged ')} |`,
  '| --- | ---: | ---: | ---: | ---: | ---: |',
  ...rows,
  ...skipped.table('reason for skipping', most),
  ...Object.entries(exceptions).flatMap(([check, tally]) => tally.table(`exception ${check}`, most)),
  '',
  version ? `The data was compared with that of cfn-lint ${version}.` : 'cfn-lint was not installed.',
  ...reading.table('difference in reading', most),
  '',
];
const page = readFileSync('docs/corpora.md', 'utf8');
writeFileSync('docs/corpora.md', page.slice(0, page.indexOf(MARK)) + report(5).join('\n'));
process.stdout.write(report(Number.POSITIVE_INFINITY).join('\n'));
