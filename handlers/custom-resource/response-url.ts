/**
 * Where a response may go. A request can come from anyone who may invoke the function, so its ResponseURL is checked
 * before AWS is asked anything: a response goes to CloudFormation over HTTPS, or nowhere.
 */

import { partitionOf } from './partitions.js';

/**
 * Names the environment variable with the one origin, such as `http://127.0.0.1:5000`, that is trusted in place of AWS.
 * The local cloud and the tests set it. It must not be set on AWS.
 */
export const LOCAL_ORIGIN = 'PROVOSE_BATCH_LOCAL_ORIGIN';

/** Whether a URL is of the local cloud. Never on AWS. */
export function isLocal(url: URL): boolean {
  const origin = process.env[LOCAL_ORIGIN];
  return origin !== undefined && url.origin === origin;
}

/**
 * The URL to send a response to.
 *
 * CloudFormation's buckets have the name of the Region without hyphens, and belong to AWS, in every Region:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/vpc-interface-endpoints.html
 * The function has the Region of the stack, because CloudFormation accepts no service token of another. The bucket
 * stands in the host name, followed by an endpoint of Amazon S3:
 * https://docs.aws.amazon.com/general/latest/gr/s3.html
 *
 * @throws Error that says what is wrong, without the URL
 */
export function responseUrlOf(responseUrl: unknown): URL {
  if (typeof responseUrl !== 'string' || !URL.canParse(responseUrl)) {
    throw new Error('The request has no ResponseURL to respond to.');
  }
  const url = new URL(responseUrl);
  if (isLocal(url)) return url;
  const region = process.env['AWS_REGION'] ?? '';
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`;
  const endpoint = ['s3', 's3-fips', 's3.dualstack', 's3-fips.dualstack'].flatMap((service) => [
    service,
    `${service}.${region}`,
    // The form of older Regions.
    `${service}-${region}`,
  ]);
  const { suffix } = partitionOf(region);
  const isAws = endpoint.some((name) => url.host === `${bucket}.${name}.${suffix}`);
  if (url.protocol === 'https:' && isAws) return url;
  throw new Error('The ResponseURL is not an HTTPS URL of CloudFormation in the Region of this function.');
}

/**
 * Whether a response to this URL reaches the stack that the request names, and no other. The object's key begins with
 * the ARN of the stack that waits for it, and the signature of the URL covers the key. Without this check, whoever has
 * the URL of a resource of their own could ask in the name of another stack.
 */
export function isOfStack(url: URL, stackId: unknown): boolean {
  if (isLocal(url)) return true;
  try {
    return typeof stackId === 'string' && decodeURIComponent(url.pathname).startsWith(`/${stackId}|`);
  } catch {
    return false;
  }
}
