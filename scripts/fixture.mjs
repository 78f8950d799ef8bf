/**
 * Creates a fixture from a template file or standard input: `npm run fixture -- expand|refuse NAME [TEMPLATE]`. The
 * expected output is the current output. Review it before you commit it.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const TESTS = { expand: 'test/expand.test.ts', refuse: 'test/diagnostics.test.ts' };
const EXPECTED = { expand: 'expected.yaml', refuse: 'expected.txt' };

const [kind, name, template = '/dev/stdin'] = process.argv.slice(2);
if (!Object.hasOwn(TESTS, kind ?? '') || !/^[a-z0-9-]+$/.test(name ?? '')) {
  process.stderr.write(
    'Usage: npm run fixture -- expand|refuse NAME [TEMPLATE]\nNAME consists of lower-case letters, digits and hyphens.\n',
  );
  process.exit(2);
}
const folder = `test/fixtures/${kind}/${name}`;
if (existsSync(folder)) {
  process.stderr.write(
    `${folder} already exists. Choose another name, or rewrite expected files with UPDATE=1 npm test.\n`,
  );
  process.exit(1);
}
if (template !== '/dev/stdin' && !existsSync(template)) {
  process.stderr.write(`${template} does not exist.\n`);
  process.exit(1);
}
const text = readFileSync(template);
mkdirSync(folder);
writeFileSync(`${folder}/template.yaml`, text);
// The tests write the expected output, because they know the exact settings for fixtures.
const jest = ['node_modules/jest/bin/jest.js', TESTS[kind], '-t', name];
const { status, stderr } = spawnSync(process.execPath, jest, {
  env: { ...process.env, UPDATE: '1' },
  encoding: 'utf8',
  timeout: 120_000,
});
const expected = `${folder}/${EXPECTED[kind]}`;
process.stdout.write(existsSync(expected) ? readFileSync(expected) : '');
if (status !== 0) process.stderr.write(stderr);
else process.stderr.write(`\nWrote ${expected}. Read it as a user would before you commit it.\n`);
process.exitCode = status ?? 1;
