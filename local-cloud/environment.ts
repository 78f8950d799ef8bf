/** Points other programs to the local cloud. */

import { type Cloud, REGION } from './cloud.js';

/** The lines to export for the AWS CLI, the SDKs and `sam`. */
export function environmentOf({ endpoint, client }: Cloud): string {
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: client.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: client.credentials.secretAccessKey,
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${value}`)
    .join('\n');
}
