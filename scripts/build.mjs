/** Bundles what is deployed, the macro's function, and what is run here: the command line and the local cloud. */

import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

// The YAML parser is CommonJS and asks for Node's own modules by require, which a module does not have.
const CLI_BANNER = `#!/usr/bin/env node
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

const bundles = {
  'dist/macro/index.mjs': { entry: 'handlers/macro.ts', minify: true },
  'dist/cli/provose-batch.mjs': { entry: 'cli/main.ts', banner: CLI_BANNER },
  'dist/cloud/main.mjs': { entry: 'cloud/main.ts', packages: 'external' },
  'dist/cloud/try.mjs': { entry: 'cloud/try.ts', packages: 'external' },
};

rmSync('dist', { recursive: true, force: true });
const sizes = {};
for (const [outfile, { entry, banner = '', minify = false, packages }] of Object.entries(bundles)) {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify,
    packages: packages ?? 'bundle',
    legalComments: 'none',
    metafile: true,
    banner: { js: banner },
    logLevel: 'warning',
  });
  sizes[outfile] = metafile;
}
chmodSync('dist/cli/provose-batch.mjs', 0o755);
writeFileSync('dist/meta.json', JSON.stringify(sizes));
