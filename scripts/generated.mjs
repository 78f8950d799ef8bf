/** How every generator ends: it writes its file, or with --check only says whether the file is fresh. */

import { readFileSync, writeFileSync } from 'node:fs';

export function writeOrCheck(file, text) {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${file} is not fresh: run npm run generate\n`);
    process.exitCode = 1;
  }
}
