/** `provose-batch init`: writes a template to start from. Asks questions only in a terminal. */

import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Arguments, type Command, type Output, UsageError } from '../command.js';
import { answersOf, QUESTION_HELP, QUESTIONS } from '../init/questions.js';
import { readRecipe, recipes } from '../init/recipes.js';
import { fillTemplate, problemOfImage, shellWord } from '../init/template.js';

export const init: Command = {
  name: 'init',
  takes: '[FILE]',
  summary: 'write a template to start from',
  help: `Writes a template to start from, with comments that say what to change and how to deploy it.
FILE is the file to write, or - for standard output (default). In a terminal, init asks for what no option says.

Options:
${QUESTION_HELP}
  --from RECIPE         copy a recipe instead
  --list                list the recipes
  --force               overwrite FILE
`,
  options: {
    ...Object.fromEntries(QUESTIONS.map(({ key }) => [key, { type: 'string' } as const])),
    from: { type: 'string' },
    list: { type: 'boolean' },
    force: { type: 'boolean' },
  },
  async run(given) {
    const { values, positionals } = given;
    const [file = '-', ...more] = positionals;
    if (more.length > 0) throw new UsageError(`expected only one FILE; also received ${more.join(', ')}`);
    if (values['list']) return { stdout: list(given), code: 0 };
    if (file !== '-') checkFile(file, values['force'] === true);
    const text = await textOf(given, file);
    return file === '-' ? { stdout: text, code: 0 } : write(file, text, values['force'] === true);
  },
};

function list({ values, positionals }: Arguments): string {
  const other = Object.keys(values).find((name) => name !== 'list');
  if (other) throw new UsageError(`--list only lists the recipes; remove --${other}`);
  if (positionals.length > 0) throw new UsageError(`--list takes no FILE; received ${positionals.join(', ')}`);
  const all = recipes();
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, title }) => `${name.padEnd(width)}   ${title}\n`).join('');
}

async function textOf(given: Arguments, file: string): Promise<string> {
  const { from } = given.values;
  if (from === undefined) {
    const answers = await answersOf(given, process.stdin.isTTY && process.stderr.isTTY, problemOfImage);
    return fillTemplate(answers, file === '-' ? 'template.yaml' : file);
  }
  const other = QUESTIONS.find(({ key }) => given.values[key] !== undefined);
  if (other) throw new UsageError(`--from copies a recipe as it is; remove --${other.key}`);
  return readRecipe(String(from));
}

/** Refuses a file that cannot be written, before the user answers questions. */
function checkFile(file: string, overwrites: boolean): void {
  if (file === '') throw new UsageError('FILE is empty; give the name of the file to write, or - for standard output');
  if (/[\p{Cc}\u2028\u2029]/u.test(file)) {
    throw new UsageError(
      `FILE must be a name without line breaks and control characters; received ${JSON.stringify(file)}`,
    );
  }
  try {
    statSync(dirname(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing?.isDirectory()) throw new UsageError(`${file} is a folder; give the name of a file`);
  if (existing && !overwrites) throw new UsageError(`${file} exists; --force overwrites it`);
}

function write(file: string, text: string, overwrites: boolean): Output {
  try {
    writeFileSync(file, text, { flag: overwrites ? 'w' : 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new UsageError(`${file} exists; --force overwrites it`);
    throw new UsageError(`${file} cannot be written: ${message}`);
  }
  return { stdout: `Wrote ${file}. Next: npx provose-batch validate ${shellWord(file)}\n`, code: 0 };
}
