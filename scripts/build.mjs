/** Bundles the two deployed functions, the command line and the local cloud. */

import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { bundle } from './bundle.mjs';

// The YAML parser is CommonJS and requires Node's own modules, but ES modules have no `require`.
const CLI_BANNER = `#!/usr/bin/env node
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

const bundles = {
  'dist/macro/index.mjs': { entry: 'handlers/macro/handler.ts', minify: true },
  // Split, so that each code path loads only the part of the SDK that it needs.
  'dist/custom-resource/index.mjs': { entry: 'handlers/custom-resource/handler.ts', minify: true, splitting: true },
  'dist/cli/provose-batch.mjs': { entry: 'cli/main.ts', banner: CLI_BANNER },
  'dist/cloud/main.mjs': { entry: 'local-cloud/main.ts', packages: 'external' },
  'dist/cloud/try.mjs': { entry: 'local-cloud/try.ts', packages: 'external' },
};

rmSync('dist', { recursive: true, force: true });
const sizes = {};
for (const [outfile, { entry, banner = '', ...options }] of Object.entries(bundles)) {
  const { metafile } = await bundle({
    entryPoints: { [basename(outfile, '.mjs')]: entry },
    outdir: dirname(outfile),
    outExtension: { '.js': '.mjs' },
    banner: { js: banner },
    ...options,
  });
  sizes[outfile] = metafile;
}
chmodSync('dist/cli/provose-batch.mjs', 0o755);
writeFileSync('dist/meta.json', JSON.stringify(sizes));
