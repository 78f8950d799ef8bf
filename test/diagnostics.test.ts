/** Checks the diagnostics of every invalid template in test/fixtures/refuse: path, message, hint, code and line. */

import { locateAll, renderText } from '../cli/render.js';
import { readSource } from '../cli/source.js';
import { expandSource } from '../cli/template-file.js';
import { codes } from '../macro/diagnostics/diagnostics.js';
import { rules } from '../macro/rules/index.js';
import { callBundle, macroRequest } from './support/bundle.js';
import { expectGolden, fixtures, readProject } from './support/golden.js';

const names = fixtures('refuse');
const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };

/** What is reported of a fixture. */
function diagnose(name: string) {
  const source = readSource(`${name}.yaml`, readProject(`test/fixtures/refuse/${name}/template.yaml`));
  const expansion = expandSource(source, settings);
  return { source, expansion, located: locateAll(expansion.diagnostics, source) };
}

it('covers at least 40 invalid templates', () => expect(names.length).toBeGreaterThanOrEqual(40));

it.each(names)('%s', (name) => {
  const { source, expansion, located } = diagnose(name);
  expect('template' in expansion).toBe(!located.some(({ severity }) => severity === 'error'));
  expect(located).not.toEqual([]);
  expectGolden(`test/fixtures/refuse/${name}/expected.txt`, renderText(located, source));
});

it.each(names)('reports only paths that exist: %s', (name) => {
  const { source, located } = diagnose(name);
  for (const { path } of located) {
    let value = source.data;
    for (const key of path) {
      expect(Object.keys(value as object)).toContain(String(key));
      value = (value as Record<string | number, unknown>)[key];
    }
  }
});

it.each(rules)('$code is a unique code and has a fixture of the same name', ({ code, severity, description }) => {
  expect([...Object.keys(codes), ...rules.map((rule) => rule.code)].filter((other) => other === code)).toEqual([code]);
  expect(description).toMatch(/^[A-Z].*\.$/);
  const reported = diagnose(code).located.filter((one) => one.code === code);
  expect(reported.map((one) => one.severity)).toContain(severity);
});

it('has a fixture for every code', () => {
  // Other tests cover codes that only the macro reports, or that need a template too large for a fixture.
  const elsewhere = ['snippet-call', 'too-many-outputs', 'too-large'];
  const seen = new Set(names.flatMap((name) => diagnose(name).located.map(({ code }) => code)));
  expect(Object.keys(codes).filter((code) => !(seen as Set<string>).has(code))).toEqual(elsewhere);
});

it('reports 20 mistakes of one file, each once, by line', () => {
  const reported = diagnose('twenty-mistakes').located.map(({ code, line }) => [line, code]);
  expect(reported).toEqual([
    [3, 'value-not-allowed'],
    [8, 'implicit-type'],
    [9, 'unknown-key'],
    [10, 'wrong-value'],
    [15, 'wrong-value'],
    [18, 'bad-name'],
    [19, 'wrong-value'],
    [20, 'queue-environments'],
    [24, 'wrong-type'],
    [26, 'missing-key'],
    [27, 'unquoted-number'],
    [33, 'unknown-key'],
    [34, 'unresolved-reference'],
    [34, 'bad-name'],
    [35, 'ref-without-arn'],
    [36, 'schedule-queue'],
    [38, 'mixed-architectures'],
    [38, 'wrong-value'],
    [40, 'wrong-value'],
    [48, 'unknown-export'],
  ]);
});

it('gets the same errors from the macro’s bundle', () => {
  // Only the command line knows the file and its transforms.
  const own = ['syntax', 'no-transform', 'macro-parameters', 'not-a-template'];
  const late = [
    'unknown-section',
    'unresolved-reference',
    'bad-sub-name',
    'bad-function',
    'unknown-property',
    'override-type',
    'missing-property',
    'values-together',
    'override-form',
  ];
  const isOwn = ({ code }: { code: string }) => own.includes(code);
  const isTold = ({ code, severity }: { code: string; severity: string }) =>
    severity === 'error' && !late.includes(code);
  const known = names.map(diagnose).filter(({ located }) => !located.some(isOwn) && located.some(isTold));
  const { answers } = callBundle(
    known.map(({ source }) => {
      const { Transform: _, ...fragment } = source.data as { Transform: string; Parameters?: object };
      const defaults = Object.entries(fragment.Parameters ?? {}).flatMap(([key, { Default }]) =>
        Default === undefined ? [] : [[key, Default]],
      );
      return macroRequest(fragment, { templateParameterValues: Object.fromEntries(defaults) });
    }),
  );
  for (const [index, { status, errorMessage = '' }] of answers.entries()) {
    expect(status).toBe('failure');
    const [, omitted = 0] = /\n… and (\d+) more\.$/.exec(errorMessage) ?? [];
    const told = known[index]?.located.filter(isTold) ?? [];
    const missing = told.filter(({ message }) => !errorMessage.includes(message));
    expect(missing.slice(Number(omitted))).toEqual([]);
  }
});
