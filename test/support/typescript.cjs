/** Jest's transform: compiles TypeScript, and packages that are only ES modules, with the bundler of the build. */

const { transformSync } = require('esbuild');

module.exports = {
  process: (source, path) =>
    transformSync(source, {
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'node20',
      supported: { 'dynamic-import': false }, // which Jest does not support in CommonJS
      sourcefile: path,
      sourcemap: 'inline',
    }),
};
