/** Points other programs to the local cloud. */

import { type Cloud, REGION } from './cloud.js';

/** The variables for the AWS CLI, the SDKs and `sam`. */
export const variablesOf = ({ endpoint, client }: Cloud) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: client.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: client.credentials.secretAccessKey,
});

/** The lines that export them. */
export function environmentOf(cloud: Cloud): string {
  return Object.entries(variablesOf(cloud))
    .map(([name, value]) => `export ${name}=${value}`)
    .join('\n');
}
