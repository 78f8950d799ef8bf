/** Where a response may go: to CloudFormation's bucket of the Region, in every partition, and nowhere else. */

import { isOfStack, LOCAL_ORIGIN, responseUrlOf } from '../../handlers/custom-resource/response-url.js';

const BUCKET = 'cloudformation-custom-resource-response-';
const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/jobs/0b1c2d3e-0000-11f1-8000-000000000000';
const KEY = `${encodeURIComponent(STACK).replaceAll('%2F', '/')}%7CProvoseImageApp%7Cb1946ac9`;
const QUERY = '?X-Amz-Signature=0123456789abcdef';

const withRegion = (region: string) => {
  process.env['AWS_REGION'] = region;
};
const refusal = (url: unknown) => {
  try {
    responseUrlOf(url);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

beforeEach(() => {
  delete process.env[LOCAL_ORIGIN];
  withRegion('us-east-1');
});

it.each([
  ['us-east-1', 'useast1.s3.amazonaws.com'],
  ['us-east-1', 'useast1.s3.us-east-1.amazonaws.com'],
  ['eu-west-1', 'euwest1.s3-eu-west-1.amazonaws.com'],
  ['eu-central-1', 'eucentral1.s3.eu-central-1.amazonaws.com'],
  ['ap-southeast-2', 'apsoutheast2.s3-ap-southeast-2.amazonaws.com'],
  ['me-central-1', 'mecentral1.s3.me-central-1.amazonaws.com'],
  ['eu-west-1', 'euwest1.s3.dualstack.eu-west-1.amazonaws.com'],
  ['us-west-2', 'uswest2.s3-fips.us-west-2.amazonaws.com'],
  ['us-west-2', 'uswest2.s3-fips.dualstack.us-west-2.amazonaws.com'],
  ['us-gov-west-1', 'usgovwest1.s3-us-gov-west-1.amazonaws.com'],
  ['us-gov-west-1', 'usgovwest1.s3-fips-us-gov-west-1.amazonaws.com'],
  ['us-gov-east-1', 'usgoveast1.s3.us-gov-east-1.amazonaws.com'],
  ['cn-north-1', 'cnnorth1.s3.cn-north-1.amazonaws.com.cn'],
  ['cn-northwest-1', 'cnnorthwest1.s3.cn-northwest-1.amazonaws.com.cn'],
  ['us-iso-east-1', 'usisoeast1.s3.us-iso-east-1.c2s.ic.gov'],
  ['us-isob-east-1', 'usisobeast1.s3.us-isob-east-1.sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'euisoewest1.s3.eu-isoe-west-1.cloud.adc-e.uk'],
  ['us-isof-south-1', 'usisofsouth1.s3.us-isof-south-1.csp.hci.ic.gov'],
  ['eusc-de-east-1', 'euscdeeast1.s3.eusc-de-east-1.amazonaws.eu'],
])('accepts CloudFormation’s bucket in %s at %s', (region, host) => {
  withRegion(region);
  const url = `https://${BUCKET}${host}/${KEY}${QUERY}`;
  expect(responseUrlOf(url).href).toBe(url);
});

it.each([
  ['plain HTTP', `http://${BUCKET}useast1.s3.amazonaws.com/${KEY}${QUERY}`],
  ['another host', `https://example.com/${KEY}${QUERY}`],
  ['another host, in whose name the bucket is', `https://${BUCKET}useast1.s3.amazonaws.com.example.com/${KEY}`],
  ['a bucket of someone else with such a name', `https://${BUCKET}mine.s3.amazonaws.com/${KEY}${QUERY}`],
  ['a bucket of another Region', `https://${BUCKET}uswest2.s3.us-west-2.amazonaws.com/${KEY}${QUERY}`],
  ['a bucket named with hyphens', `https://${BUCKET}us-east-1.s3.amazonaws.com/${KEY}${QUERY}`],
  ['another bucket', `https://mine.s3.amazonaws.com/${BUCKET}useast1.s3.amazonaws.com`],
  ['another service', `https://${BUCKET}useast1.execute-api.us-east-1.amazonaws.com/${KEY}`],
  ['another port', `https://${BUCKET}useast1.s3.amazonaws.com:8443/${KEY}${QUERY}`],
  ['a user name that looks like it', `https://${BUCKET}useast1.s3.amazonaws.com@example.com/${KEY}`],
  ['another partition', `https://${BUCKET}useast1.s3.us-east-1.amazonaws.com.cn/${KEY}`],
  ['a local server', `http://127.0.0.1:5000/answer${QUERY}`],
  ['no URL', 'no url'],
  ['nothing', undefined],
  ['a number', 7],
])('refuses %s, without a word of it', (_, url) => {
  expect(refusal(url)).toMatch(/^The (request has no ResponseURL|ResponseURL is not an HTTPS URL of CloudFormation)/);
  expect(refusal(url)).not.toMatch(/Signature|example|127/);
});

it('accepts one local origin where it is named, and only that', () => {
  process.env[LOCAL_ORIGIN] = 'http://127.0.0.1:5000';
  expect(responseUrlOf('http://127.0.0.1:5000/answer').href).toBe('http://127.0.0.1:5000/answer');
  for (const origin of ['http://127.0.0.1:5001', 'https://127.0.0.1:5000', 'http://127.0.0.1.example.com:5000']) {
    expect(refusal(`${origin}/answer`)).toMatch(/^The ResponseURL is not/);
  }
});

describe('the ResponseURL is of the stack', () => {
  const urlOf = (key: string) => new URL(`https://${BUCKET}useast1.s3.amazonaws.com/${key}${QUERY}`);

  it('whose ARN its key begins with', () => {
    expect(isOfStack(urlOf(KEY), STACK)).toBe(true);
    expect(isOfStack(urlOf(`${encodeURIComponent(STACK)}%7CApp%7C1`), STACK)).toBe(true);
  });

  it.each([
    ['of another stack', KEY, STACK.replace('jobs', 'other')],
    ['of a stack with a longer name', KEY, STACK.slice(0, -1)],
    ['named by nothing', KEY, ''],
    ['that is no text', KEY, undefined],
    ['in the middle of the key', `mine/${KEY}`, STACK],
    ['in the query', `mine?${KEY}`, STACK],
    ['in a key that is no text', '%E0%A4%A', STACK],
  ])('and not one %s', (_, key, stackId) => expect(isOfStack(urlOf(key), stackId)).toBe(false));
});
