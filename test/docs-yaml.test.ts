/**
 * Validates the YAML of the pages for users. A template is taken as it is. A section, or a part of one such as
 * `job_queues`, is completed with what the page leaves out.
 */

import { readSource } from '../cli/source.js';
import { expandSource } from '../cli/template-file.js';
import { isMapping, type Mapping } from '../macro/template/template.js';
import { describedKeys } from '../reference/keys.js';
import { type Block, blocksOf, PAGES } from './support/pages.js';

const SECTION = 'Provose::Batch';
const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };

/** The blocks with YAML for other programs, by their first key. */
const OTHERS: Readonly<Record<string, string>> = {
  permissions: 'a workflow of GitHub Actions',
  repos: 'a configuration of pre-commit',
};

/** What is reported of blocks, by page and code, with the reason why the page shows it all the same. */
const REPORTED: Readonly<Record<string, string>> = {
  'docs/guide.md platform-key': 'shows all kinds of mounts together, which no platform has',
  'docs/guide.md unreachable-image': 'shows keys of Fargate without a network',
};

const dataOf = ({ text }: Block) => readSource('block.yaml', text).data as Mapping;
/** The blocks of YAML that are more than comments. */
const blocks = PAGES.flatMap(blocksOf).filter((block) => block.language === 'yaml' && dataOf(block));
const isOther = (block: Block) => Object.hasOwn(OTHERS, Object.keys(dataOf(block))[0] ?? '');

const environment = (name: string, type: string) => ({
  instances: { instance_types: ['m6id'], max_vcpus: 64, compute_environment_type: type },
  job_queues: { [name]: {} },
});
/** What a page describes before it shows parts of it. */
const MODULE: Mapping = {
  batch: {
    'compute-environment-1': { ...environment('mainqueue', 'EC2'), job_queues: { mainqueue: { fair_share: {} } } },
    spot: environment('cheap', 'SPOT'),
    'on-demand': environment('certain', 'EC2'),
  },
};
const NAMES = { batch: 'compute-environment-1', job_queues: 'mainqueue', job_definitions: 'report' };

/** One mapping with the entries of both, where the first ones count. */
function merge(first: unknown, second: unknown): unknown {
  if (!isMapping(first) || !isMapping(second)) return first ?? second;
  const keys = new Set([...Object.keys(second), ...Object.keys(first)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(first[key], second[key])]));
}

/** A value at a path of the reference, such as `batch.*.job_queues`. */
function placedAt(path: string, value: unknown): unknown {
  const names = path.split('.').map((part, index, parts) => (part === '*' ? nameIn(parts[index - 1]) : part));
  return names.filter((name) => name !== '').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}
const nameIn = (key = '') => (NAMES as Record<string, string>)[key] ?? 'name';

/** The module that a block is, or is a part of. There are several if its keys stand in several places. */
function modulesOf(data: Mapping): unknown[] {
  const above = Object.keys(data).map((key) =>
    describedKeys()
      .filter(({ name }) => name === key)
      .map(({ path }) => path.slice(0, -key.length).replace(/\.$/, '')),
  );
  const places = (above[0] ?? []).filter((place) => above.every((others) => others.includes(place)));
  return places.map((place) => placedAt(place, data));
}

/** Adds what every environment and every definition needs. */
function complete(body: unknown): unknown {
  const { provose_config, batch, ...others } = body as Mapping;
  const environments = (batch ?? others) as Mapping;
  if (Object.keys(environments).length === 0) return merge(body, MODULE);
  const all = Object.entries(environments).map(([name, value]) => {
    const { job_definitions: jobs = {}, ...rest } = value as Mapping;
    const definitions = Object.entries(jobs as Mapping).map(([key, job]) => {
      return [key, merge(job, { image: 'busybox:1.36', vcpus: 1, memory: 512 })];
    });
    const needed = rest['instances'] ? {} : environment('mainqueue', 'EC2');
    return [name, merge({ ...rest, job_definitions: Object.fromEntries(definitions) }, needed)];
  });
  return { ...(provose_config === undefined ? {} : { provose_config }), batch: Object.fromEntries(all) };
}

/** The templates that a block can stand for. */
function templatesOf(data: Mapping): unknown[] {
  if (data['Transform']) return [data];
  const Transform = 'ProvoseBatch';
  if (data[SECTION]) return [{ Transform, ...data, [SECTION]: complete(data[SECTION]) }];
  if (Object.keys(data).every((key) => /^[A-Z]/.test(key))) return [{ Transform, [SECTION]: MODULE, ...data }];
  return modulesOf(data).map((part) => {
    const isWhole = isMapping(part) && isMapping(part['batch']) && isMapping(data['batch']);
    return { Transform, [SECTION]: complete(isWhole ? part : merge(part, MODULE)) };
  });
}

/** What is reported of a template, except of references to what the page does not show. */
function reportedOf(template: unknown, isWhole: boolean): string[] {
  const source = readSource('block.json', JSON.stringify(template));
  return expandSource(source, settings)
    .diagnostics.filter(({ code }) => isWhole || code !== 'unresolved-reference')
    .map(({ code }) => code);
}

/** The codes reported of a block, where it fits best. */
function codesOf(block: Block): string[] | undefined {
  const data = dataOf(block);
  const found = templatesOf(data).map((template) => reportedOf(template, data['Transform'] !== undefined));
  return found.sort((one, other) => one.length - other.length)[0]?.map((code) => `${block.page} ${code}`);
}

it.each(blocks.filter((block) => !isOther(block)))('is valid: $page:$line', (block) => {
  const codes = codesOf(block);
  expect(codes).toBeDefined();
  expect(codes?.filter((code) => !Object.hasOwn(REPORTED, code))).toEqual([]);
});

it('has reasons only for what is reported', () => {
  const all = new Set(blocks.filter((block) => !isOther(block)).flatMap(codesOf));
  expect(Object.keys(REPORTED).filter((code) => !all.has(code))).toEqual([]);
  expect(Object.keys(OTHERS).sort()).toEqual(
    [...new Set(blocks.filter(isOther).map((block) => Object.keys(dataOf(block))[0]))].sort(),
  );
});
