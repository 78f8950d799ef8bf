/** Requests to the local cloud's services without an SDK client: one small function instead of a package per service. */

import type { Clients } from './cloud.js';

/** The version that precedes the operation in the header X-Amz-Target, by service. */
const TARGETS: Readonly<Record<string, string>> = {
  events: 'AWSEvents',
  kms: 'TrentService',
  logs: 'Logs_20140328',
  secretsmanager: 'secretsmanager',
  servicecatalog: 'AWS242ServiceCatalogService',
  sqs: 'AmazonSQS',
  ssm: 'AmazonSSM',
};

/**
 * The response of a service, as data. The local cloud reads the service from the signature's scope and does not check
 * the signature itself.
 *
 * @param operation - such as `DescribeLogGroups`, or for a REST service the path, such as `/schedules`
 */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
export async function ask({ cloud }: Clients, service: string, operation: string, body: object = {}): Promise<any> {
  const isRest = operation.startsWith('/');
  const headers = {
    Authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    'Content-Type': 'application/x-amz-json-1.1',
    ...(isRest ? {} : { 'X-Amz-Target': `${TARGETS[service]}.${operation}` }),
  };
  const request = isRest ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${cloud.client.endpoint}${isRest ? operation : '/'}`, request);
  if (!response.ok) throw new Error(`${service} ${operation}: ${response.status} ${await response.text()}`);
  return response.json();
}
