/** Writes a generated file, or with --check only checks that it is up to date. */

import { readFileSync, writeFileSync } from 'node:fs';

export function writeOrCheck(file, text) {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file} is out of date: run npm run generate\n`);
    process.exitCode = 1;
  }
}
