/**
 * Holds what the pages for users say against the code: links, keys, values, defaults, codes, commands, exports and the
 * names of resources. test/docs-yaml.test.ts validates their YAML, and test/e2e/docs.test.ts runs the commands of those
 * on deploying.
 */

import { parse } from 'yaml';
import { locateAll, renderText } from '../cli/render.js';
import { readSource } from '../cli/source.js';
import { expandSource } from '../cli/template-file.js';
import { module } from '../macro/schema/module.js';
import { keysOf } from '../macro/schema/walk.js';
import { describedCodes } from '../reference/codes.js';
import { type DescribedKey, describedKeys } from '../reference/keys.js';
import { lookUp } from '../reference/lookup.js';
import { provoseBatch } from './support/cli.js';
import { readProject } from './support/golden.js';
import { brokenLinks } from './support/links.js';
import { blocksOf, PAGES, usesOf, wordsOf } from './support/pages.js';

const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };
const words = PAGES.flatMap((page) => wordsOf(page).map((word) => ({ page, word })));
const keys = describedKeys();

it.each([...PAGES, 'docs/diagnostics.md'])('%s links only to files and headings that exist', (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

/** Words that look like the name of a key or of an export, and are something else. */
const NOT_KEYS: Readonly<Record<string, string>> = {
  default_x86_64: 'a group of instance types of AWS Batch',
  default_arm64: 'a group of instance types of AWS Batch',
  tf_test_batch_job_definition: 'the name of all job definitions of Provose',
  x86_64: 'a CPU architecture',
  node_modules: 'a folder',
  configure_rules: 'a setting of cfn-lint',
};

it('names only keys and exports that exist', () => {
  const named = words.filter(
    ({ word }) => /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(word) && !Object.hasOwn(NOT_KEYS, word),
  );
  expect(named.length).toBeGreaterThan(40);
  const isKnown = ({ word }: (typeof words)[number]) => {
    const { isOtherName, maps } = lookUp(word) ?? { isOtherName: true, maps: [] };
    return !isOtherName || maps.length > 0;
  };
  expect(named.filter((each) => !isKnown(each))).toEqual([]);
  for (const word of Object.keys(NOT_KEYS)) expect(words.map((each) => each.word)).toContain(word);
});

it('gives keys only values that they accept', () => {
  const given = words.flatMap(({ page, word }) => {
    const [, name, text] = /^([a-z_]+): (\S.*)$/.exec(word) ?? [];
    const of = keysOf(module).filter((key) => key.name === name);
    // In `arn:…`, for example, nothing is a key.
    return of.length > 0 && text !== undefined ? [{ page, word, of }] : [];
  });
  expect(given.length).toBeGreaterThan(15);
  const isAccepted = ({ word, of }: (typeof given)[number]) => {
    const [value] = Object.values(readSource('word.yaml', word).data as object);
    return of.some(({ schema }) => schema['~run']({ value }, { lang: undefined } as never).issues === undefined);
  };
  expect(given.filter((each) => !isAccepted(each)).map(({ page, word }) => ({ page, word }))).toEqual([]);
});

/** Comments on defaults that are not about the last key of their line. */
const OTHER_DEFAULTS: Readonly<Record<string, string>> = {
  'tcp all': 'the default of egress',
  'instance_types all': 'the default on Managed Instances',
};

it('states the defaults of keys as they are', () => {
  const stated = PAGES.flatMap(blocksOf)
    .flatMap(({ text }) => text.split('\n'))
    .flatMap((line) => {
      const [, yaml = '', comment = ''] = /^(.*?) # (.*)$/.exec(line) ?? [];
      const [, value] = /\bdefault:? ([\w*]+)/.exec(comment) ?? /(\w+) \(default\)/.exec(comment) ?? [];
      const name = [...yaml.matchAll(/(\w+): /g)].at(-1)?.[1] ?? '';
      return value === undefined ? [] : [{ name, value }];
    });
  expect(stated.length).toBeGreaterThan(12);
  const isTrue = (value: string) => (key: DescribedKey) => {
    if (key.defaultValue !== undefined) return String(key.defaultValue) === value;
    const isText = /^[a-z]/.test(value);
    return key.doc.includes(isText ? 'By default, ' : `By default ${value}`);
  };
  const wrong = stated.filter(({ name, value }) => !keys.filter((key) => key.name === name).some(isTrue(value)));
  expect(wrong.map(({ name, value }) => `${name} ${value}`).sort()).toEqual(Object.keys(OTHER_DEFAULTS).sort());
});

/** Words with a hyphen that are no diagnostic codes, some of them options of commands. */
const NOT_CODES = ['awslogs-create-group', 'gpu-v2', 'job-1', 'json-file', 'provose-batch', 'spot-first'];

it('names only diagnostic codes that exist, with their severities', () => {
  const known = describedCodes.map(({ code }) => code);
  const named = words.filter(({ word }) => /^[a-z]+(-[a-z0-9]+)+$/.test(word));
  const unknown = named.filter(({ word }) => !known.includes(word)).map(({ word }) => word);
  expect([...new Set(unknown)].sort()).toEqual(NOT_CODES);
  const rows = [...readProject('docs/guide.md').matchAll(/\| `([a-z-]+)` \| (error|warning|information)\b/g)];
  expect(rows.length).toBeGreaterThan(5);
  for (const [, code, severity] of rows) {
    const { severity: actual } = describedCodes.find((each) => each.code === code) ?? {};
    expect([code, severity]).toEqual([code, actual === 'info' ? 'information' : actual]);
  }
});

describe('commands', () => {
  const helpOf = async (...args: readonly string[]) => (await provoseBatch([...args, '--help'])).stdout;
  const options = (text: string) => text.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? [];
  const uses = PAGES.flatMap((page) => usesOf(page, /\bprovose-batch [a-z]/))
    .map((line) => / ?(?:npx |^|`)provose-batch ([a-z]+)\b(.*)/.exec(line) ?? [])
    .filter(([all]) => all !== undefined);

  it('of the command line exist, with their options', async () => {
    expect(uses.length).toBeGreaterThan(10);
    for (const [line, command = '', rest = ''] of uses) {
      expect([line, await helpOf()]).toEqual([line, expect.stringContaining(`\n  ${command} `)]);
      const known = [...options(await helpOf(command)), '--help'];
      expect([line, options(rest.split(' > ')[0] ?? '').filter((option) => !known.includes(option))]).toEqual([
        line,
        [],
      ]);
    }
  });

  it('have the options that the guide names alone', async () => {
    const names = [...(await helpOf()).matchAll(/^ {2}([a-z]+) /gm)].map(([, command = '']) => command);
    const known = (await Promise.all(names.map((name) => helpOf(name)))).flatMap(options);
    const named = wordsOf('docs/guide.md').filter((word) => word.startsWith('--') && word !== '--help');
    expect(named.flatMap(options).filter((option) => !known.includes(option))).toEqual([]);
  });

  it('of npm are scripts of the project', () => {
    const { scripts } = JSON.parse(readProject('package.json'));
    const named = [...PAGES, 'CONTRIBUTING.md', 'docs/mutation.md', 'docs/fuzzing.md', 'docs/performance.md']
      .flatMap((page) => [...readProject(page).matchAll(/npm run ([a-z0-9:]+)/g)])
      .map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});

it('refers only to exports that exist', () => {
  const named = PAGES.flatMap((page) => readProject(page).match(/\bProvose\.(batch|vpc)\.aws_[\w.-]*\w/g) ?? []);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => lookUp(name)?.maps.length !== 1)).toEqual([]);
  // A page can refer to a whole entry, or to any attribute.
  const isEntry = (name: string) => {
    const { reference = '' } = lookUp(name)?.maps[0] ?? {};
    return name.endsWith('.ATTRIBUTE') || name.split('.').length < reference.split('.').length;
  };
  expect(named.filter((name) => !isEntry(name) && lookUp(name)?.attribute === undefined)).toEqual([]);
});

it('names logical ids as they are', () => {
  const { template } = expandSource(readSource('first.yaml', readProject('examples/first.yaml')), settings);
  const ids = Object.keys(template?.['Resources'] as object);
  const named = words.filter(({ word }) => /^Provose[A-Z]\w+$/.test(word)).map(({ word }) => word);
  // Names of the macro.
  const others = ['ProvoseBatch', 'ProvoseNext'];
  expect(named).toContain('ProvoseJobQueueMainqueue');
  expect(named.filter((word) => !ids.includes(word) && !others.includes(word))).toEqual([]);
});

it('describes the parameters and outputs of the macro’s stack', () => {
  const { Parameters, Outputs } = parse(readProject('template.yaml').replace(/!\w+/g, '')) as Record<string, object>;
  const page = readProject('docs/deploying.md');
  for (const [name, { Default }] of Object.entries<{ Default: unknown }>(Parameters as never)) {
    const [row = ''] = page.match(new RegExp(`^\\| \`${name}\` \\|.*$`, 'm')) ?? [];
    expect([name, row]).toEqual([name, expect.stringContaining(String(Default))]);
  }
  const named = [...page.matchAll(/outputs (`\w+`)(?: and (`\w+`))?/g)].flatMap(([, ...names]) => names);
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) expect(Object.keys(Outputs ?? {})).toContain(name.replaceAll('`', ''));
});

it('shows what validate reports', () => {
  const [block] = blocksOf('README.md').filter(({ text }) => text.startsWith('$ npx provose-batch validate '));
  const [, file = '', report = ''] = /^\$ npx provose-batch validate (\S+)\n(.*)$/s.exec(block?.text ?? '') ?? [];
  const [, line = ''] = /^ +4 \| (.*)$/m.exec(report) ?? [];
  const text = `Transform: ProvoseBatch\nProvose::Batch:\n  small:\n${line}\n    job_queues: { main: {} }\n`;
  const source = readSource(file, text);
  expect(renderText(locateAll(expandSource(source, settings).diagnostics, source), source)).toBe(report);
});
