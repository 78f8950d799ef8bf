/**
 * Builds the project when it is installed. If npm installs it globally from its repository, as pre-commit does, the
 * development dependencies are missing: https://github.com/npm/cli/issues/8440
 */

import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('node_modules/esbuild')) {
  execSync('npm ci --global=false --location=project --ignore-scripts', { stdio: 'inherit' });
}
await import('./build.mjs');
