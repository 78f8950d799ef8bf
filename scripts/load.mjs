/**
 * Imports the project's TypeScript into a script, through a bundle that briefly exists in this folder, where packages
 * can be resolved.
 */

import { unlinkSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

let loads = 0;

/** @param source - export statements with paths relative to the project's folder */
export async function load(source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    write: false,
  });
  const bundle = new URL(`./.load-${process.pid}.mjs`, import.meta.url);
  writeFileSync(bundle, outputFiles[0].contents);
  // Node.js imports a URL only once.
  loads += 1;
  return import(`${bundle.href}?${loads}`).finally(() => unlinkSync(bundle));
}
