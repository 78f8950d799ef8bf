/** The lengths of ARNs, which are known only at deployment, but must fit into limits. */

import { isUnseen } from './intrinsics.js';

/** From `aws` and `us-east-1` to the longest names: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const PARTITION = { least: 3, most: 'aws-us-gov'.length };
const REGION = { least: 'us-east-1'.length, most: 'ap-northeast-1'.length };
const ACCOUNT = 12;
/** https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html */
const NAME = { least: 1, most: 128 };

/**
 * A bound for the length of an ARN in AWS Batch.
 *
 * @param type - such as `job-queue`
 * @param name - text, or a function that stands for it
 */
export function batchArnLength(type: string, name: unknown, bound: 'least' | 'most'): number {
  const length = typeof name === 'string' && !isUnseen(name) ? name.length : NAME[bound];
  return 'arn::batch:::/'.length + PARTITION[bound] + REGION[bound] + ACCOUNT + type.length + length;
}
