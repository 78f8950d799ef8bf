/** Bundles code with esbuild, in the form that all bundles of the project share. */

import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

export const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** @param options - esbuild's own, in addition */
export function bundle(options) {
  return build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The SDK's CommonJS would be twice as large, and would require Node's modules.
    mainFields: ['module', 'main'],
    define: { 'process.env.PROVOSE_BATCH_VERSION': JSON.stringify(version) },
    legalComments: 'none',
    loader: { '.yaml': 'text' },
    metafile: true,
    logLevel: 'warning',
    ...options,
  });
}
