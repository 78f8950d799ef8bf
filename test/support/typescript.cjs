/** Jest's transform: TypeScript, and the few packages that are modules only, by the bundler that builds the rest. */

const { transformSync } = require('esbuild');

module.exports = {
  process: (source, path) =>
    transformSync(source, {
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'node20',
      supported: { 'dynamic-import': false }, // of which Jest knows none where modules are CommonJS
      sourcefile: path,
      sourcemap: 'inline',
    }),
};
