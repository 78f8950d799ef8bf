/**
 * Lints the project's Python code and checks its formatting with Ruff compiled to WebAssembly, which needs no Python.
 * With --write, it applies Ruff's fixes and formats the files in place.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';

const FOLDERS = ['integrations', 'local-cloud', 'scripts', 'test/support'];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name)),
).sort();

/** The project's own modules and packages. Ruff sees one text at a time, so it cannot find them itself. */
const local = files.flatMap((file) => file.split('/').slice(1)).map((name) => basename(name, '.py'));

const ruff = new Workspace(
  {
    'line-length': 120,
    'target-version': 'py310',
    lint: {
      select: ['E', 'F', 'I', 'B', 'UP', 'SIM'],
      isort: { 'known-first-party': [...new Set(local)] },
    },
  },
  PositionEncoding.Utf16,
);

/** The text with one edit applied. */
function edited(text, { content, location: from, end_location: to }) {
  const lines = text.split('\n');
  const offset = ({ row, column }) => lines.slice(0, row - 1).join('\n').length + (row > 1 ? 1 : 0) + column - 1;
  return text.slice(0, offset(from)) + (content ?? '') + text.slice(offset(to));
}

/** The text with every single-edit fix applied, and formatted. */
function fixed(text) {
  const fix = ruff.check(text).find((each) => each.fix?.edits.length === 1)?.fix;
  return fix ? fixed(edited(text, fix.edits[0])) : ruff.format(text);
}

const problems = files.flatMap((file) => {
  let text = readFileSync(file, 'utf8');
  if (process.argv.includes('--write')) {
    text = fixed(text);
    writeFileSync(file, text);
  }
  const found = ruff
    .check(text)
    .map(({ code, message, start_location: at }) => `${file}:${at.row}:${at.column}: ${code ?? 'syntax'} ${message}`);
  // A file with a syntax error cannot be formatted.
  if (found.length > 0 || ruff.format(text) === text) return found;
  return [`${file}: not formatted; run npm run check:python -- --write`];
});

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
else process.stdout.write(`Checked ${files.length} Python files with Ruff ${Workspace.version()}.\n`);
