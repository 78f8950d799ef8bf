/** Bundles the two deployed functions, the command line, the library with its declarations, and the local cloud. */

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { bundle } from './bundle.mjs';

// The YAML parser is CommonJS and requires Node's own modules, but ES modules have no `require`.
const REQUIRE = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

const bundles = {
  'dist/macro/index.mjs': { entry: 'handlers/macro/handler.ts', minify: true },
  // Split, so that each code path loads only the part of the SDK that it needs.
  'dist/custom-resource/index.mjs': { entry: 'handlers/custom-resource/handler.ts', minify: true, splitting: true },
  'dist/cli/provose-batch.mjs': { entry: 'cli/main.ts', banner: `#!/usr/bin/env node\n${REQUIRE}` },
  'dist/library/index.mjs': { entry: 'library/index.ts', banner: REQUIRE },
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

writeFileSync('dist/library/index.d.mts', declarations());

/**
 * The declarations of the library. They must stand alone, because users have nothing else of the project, so they can be
 * written without reading any other file.
 */
function declarations() {
  const folder = mkdtempSync(join(tmpdir(), 'provose-batch-'));
  const alone = ['--ignoreConfig', '--noResolve', '--noCheck', '--target', 'es2023', '--types', ''];
  const options = [...alone, '--declaration', '--emitDeclarationOnly', '--outDir', folder];
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', ...options, 'library/index.ts']);
    return readFileSync(join(folder, 'index.d.ts'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
