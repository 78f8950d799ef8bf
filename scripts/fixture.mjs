/**
 * Makes a test case of a template: `npm run fixture -- expand|refuse NAME [TEMPLATE]`. The template is the file, or
 * standard input. What is expected is what the project answers now, to be read before it is committed.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const TESTS = { expand: 'test/examples.test.ts', refuse: 'test/diagnostics.test.ts' };
const EXPECTED = { expand: 'expected.yaml', refuse: 'expected.txt' };

const [kind, name, template = '/dev/stdin'] = process.argv.slice(2);
if (!Object.hasOwn(TESTS, kind ?? '') || !/^[a-z0-9-]+$/.test(name ?? '')) {
  process.stderr.write(
    'Usage: npm run fixture -- expand|refuse NAME [TEMPLATE]\nNAME is in lower case with hyphens.\n',
  );
  process.exit(2);
}
const folder = `test/fixtures/${kind}/${name}`;
if (existsSync(folder)) {
  process.stderr.write(`${folder} exists. Choose another name, or rewrite expected files by UPDATE=1 npm test.\n`);
  process.exit(1);
}
const text = readFileSync(template);
mkdirSync(folder);
writeFileSync(`${folder}/template.yaml`, text);
// The tests have the exact settings under which cases are run, so they write what is expected.
const jest = ['node_modules/jest/bin/jest.js', TESTS[kind], '-t', name];
const { status, stderr } = spawnSync(process.execPath, jest, {
  env: { ...process.env, UPDATE: '1' },
  encoding: 'utf8',
  timeout: 120_000,
});
const expected = `${folder}/${EXPECTED[kind]}`;
process.stdout.write(existsSync(expected) ? readFileSync(expected) : '');
if (status !== 0) process.stderr.write(stderr);
else process.stderr.write(`\nWritten to ${expected}. Read it as a user would before you commit it.\n`);
process.exitCode = status ?? 1;
