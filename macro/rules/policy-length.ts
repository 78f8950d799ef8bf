/** The least numbers of characters that queues and job definitions take in a policy: ARNs in quotation marks, with a comma. */

import { batchArnLength } from '../template/arn.js';

const lengthOf = (type: string, name: unknown) => '"",'.length + batchArnLength(type, name, 'least');

export const queueLength = (name: unknown): number => lengthOf('job-queue', name);

/** A definition has two ARNs: without a revision, and with any. */
export const definitionLength = (name: unknown): number => 2 * lengthOf('job-definition', name) + ':*'.length;
