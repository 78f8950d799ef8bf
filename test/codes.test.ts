/**
 * Every diagnostic code has an example in test/fixtures/codes: a small template with exactly this mistake, and the same
 * template without it. docs/diagnostics.md and `explain` show them.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE_REGION } from '../cli/examples.js';
import { describedCodes, withoutExample } from '../reference/codes.js';
import { runBuilt } from './support/cli.js';
import { ROOT, readProject } from './support/golden.js';

const FOLDER = 'test/fixtures/codes';
const codes = describedCodes.map(({ code }) => code);
const shown = readdirSync(join(ROOT, FOLDER)).sort();
const file = (code: string, name: string) => `${FOLDER}/${code}/${name}.yaml`;

it('has an example or a reason for every code, and for nothing else', () => {
  expect([...shown, ...Object.keys(withoutExample)].sort()).toEqual([...codes].sort());
  for (const code of shown) {
    expect(readdirSync(join(ROOT, FOLDER, code)).sort()).toEqual(['broken.yaml', 'fixed.yaml']);
  }
});

describe('validate', () => {
  const files = shown.flatMap((code) => [file(code, 'broken'), file(code, 'fixed')]);
  const { stdout } = runBuilt(['validate', '--region', EXAMPLE_REGION, '--format', 'json', ...files]);
  const reported = new Map(
    (JSON.parse(stdout).files as { file: string; diagnostics: { code: string; severity: string }[] }[]).map((each) => [
      each.file,
      each.diagnostics.map(({ code, severity }) => `${severity} ${code}`),
    ]),
  );

  it.each(shown)('reports %s once in the broken example, and nothing in the fixed one', (code) => {
    const { severity } = describedCodes.find((each) => each.code === code) ?? {};
    expect(reported.get(file(code, 'broken'))).toEqual([`${severity} ${code}`]);
    expect(reported.get(file(code, 'fixed'))).toEqual([]);
  });
});

/** The lines of one text that another lacks, without their indentation. */
function linesOnlyIn(text: string, other: string): string[] {
  const lines = (each: string) =>
    each
      .trimEnd()
      .split('\n')
      .map((line) => line.trim());
  const rest = lines(other);
  return lines(text).filter((line) => {
    const index = rest.indexOf(line);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

it.each(shown)('has a small example of %s, and a small fix', (code) => {
  const [broken, fixed] = [readProject(file(code, 'broken')), readProject(file(code, 'fixed'))];
  for (const text of [broken, fixed]) {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(130);
  }
  const changes = [linesOnlyIn(broken, fixed).length, linesOnlyIn(fixed, broken).length];
  expect(Math.max(...changes)).toBeGreaterThan(0);
  expect(Math.max(...changes)).toBeLessThanOrEqual(3);
});

it('shows every code on the page', () => {
  const page = readProject('docs/diagnostics.md');
  for (const code of codes) expect(page).toContain(`\n### \`${code}\`\n`);
});
