/** Jest's transform: compiles TypeScript, text, and packages that are only ES modules, with the bundler of the build. */

const { extname } = require('node:path');
const { pathToFileURL } = require('node:url');
const { transformSync } = require('esbuild');

const LOADERS = { '.ts': 'ts', '.yaml': 'text' };

module.exports = {
  process: (source, path) =>
    transformSync(source, {
      loader: LOADERS[extname(path)] ?? 'js',
      format: 'cjs',
      target: 'node20',
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(path).href) },
      supported: { 'dynamic-import': false }, // which Jest does not support in CommonJS
      sourcefile: path,
      sourcemap: 'inline',
    }),
};
