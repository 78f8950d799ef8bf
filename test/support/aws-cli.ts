/** The AWS CLI, which tests use where the machine has it. */

import { spawnSync } from 'node:child_process';
import type { Cloud } from '../../local-cloud/cloud.js';
import { variablesOf } from '../../local-cloud/environment.js';

export const hasAwsCli = spawnSync('aws', ['--version'], { timeout: 20_000 }).status === 0;

/** The environment in which it uses the local cloud. */
export const awsEnvironment = (cloud: Cloud): NodeJS.ProcessEnv => ({ ...process.env, ...variablesOf(cloud) });
