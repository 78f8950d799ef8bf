/**
 * The response to a custom resource's request: its content, its size, and its delivery. A stack without a response
 * hangs until its timeout. Whoever has the ResponseURL can respond in place of this function, so the URL is passed to
 * the request and to nothing else: no log, no error message.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { MAX_RESPONSE_BYTES } from '../../macro/contract.js';

/** The result of a request: what `Fn::GetAtt` can ask for, or one sentence that says what to do. */
export type Outcome = { readonly data: Readonly<Record<string, string>> } | { readonly reason: string };

export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

/** A request as it arrives. Anything can be missing or of another type. */
export type CustomResourceRequest = Readonly<
  Partial<Record<keyof CloudFormationCustomResourceEvent | 'PhysicalResourceId', unknown>>
>;

/** Milliseconds before the second attempt. Each pause is twice as long as the last, and up to as long again at random. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4000;

/** Milliseconds for one attempt. S3 takes some tens for a response. */
const ATTEMPT_TIMEOUT = 10_000;

/** With fewer milliseconds left, another attempt is not worth starting. */
const TOO_LATE = 100;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/**
 * The resource's id. On Create it depends on the stack and the logical id only, so that a repeated request gives the
 * same id. After that it is the id of the request, because another id would mean a replacement. A failed Create needs
 * no marked id: nothing is created, so Delete has nothing to do. Never throws.
 */
export function physicalIdOf({
  RequestType,
  PhysicalResourceId,
  StackId,
  LogicalResourceId,
}: CustomResourceRequest): string {
  const known = RequestType !== 'Create' && typeof PhysicalResourceId === 'string' && PhysicalResourceId;
  // arn:aws:cloudformation:us-east-1:123456789012:stack/name/uuid
  const stack = textOrEmpty(StackId).split(':stack/').at(-1);
  return known || `${stack}/${textOrEmpty(LogicalResourceId)}`;
}

/** The response as CloudFormation expects it, never larger than it accepts. */
export function answerTo(request: CustomResourceRequest, outcome: Outcome): Answer {
  const ids = {
    PhysicalResourceId: physicalIdOf(request),
    StackId: textOrEmpty(request.StackId),
    RequestId: textOrEmpty(request.RequestId),
    LogicalResourceId: textOrEmpty(request.LogicalResourceId),
  };
  if ('reason' in outcome) {
    const failed = { Status: 'FAILED', Reason: '', ...ids } as const;
    return { ...failed, Reason: sentence(outcome.reason, MAX_RESPONSE_BYTES - bytesOf(failed)) };
  }
  const answer: Answer = { Status: 'SUCCESS', ...ids, Data: outcome.data };
  return bytesOf(answer) > MAX_RESPONSE_BYTES
    ? answerTo(request, { reason: tooLong(bytesOf(answer), outcome.data) })
    : answer;
}

/** A value that should be text, and an empty text if it is not. Never throws, as `String` does for some objects. */
export const textOrEmpty = (value: unknown): string => (typeof value === 'string' ? value : '');

function tooLong(bytes: number, data: Readonly<Record<string, string>>): string {
  const [largest] = Object.entries(data).sort(([, a], [, b]) => bytesOf(b) - bytesOf(a));
  const [name, value] = largest ?? ['', ''];
  const instead =
    name === 'json' ? 'single attributes instead of the whole entry' : 'fewer attributes, without this one';
  return (
    `A response can have ${MAX_RESPONSE_BYTES} bytes, and this one would have ${bytes}, ` +
    `${bytesOf(value)} of them in ${name}: request ${instead}.`
  );
}

/** The text on one line, without a stack trace, cut with a visible mark to fit between the quotes of JSON. */
function sentence(reason: string, room: number): string {
  const [head = ''] = reason.split(/\n\s+at /);
  const text = head.replace(/\s+/g, ' ').trim() || 'The request failed without an error message.';
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += bytesOf(character) - 2;
    if (used > room) return `${text.slice(0, end)}…`;
    // What is kept leaves room for the mark.
    if (used <= room - bytesOf('…') + 2) end += character.length;
  }
  return text;
}

/**
 * Sends the response to CloudFormation, and repeats it for as long as there is time: the same bytes a second time do no
 * harm, because the first response counts.
 *
 * @param url - the ResponseURL, checked by `responseUrlOf`
 * @param remaining - milliseconds until the function is stopped; no attempt takes longer
 * @returns the number of attempts
 * @throws Error that says what went wrong, without the URL
 */
export async function respond(url: URL, answer: Answer, remaining: () => number): Promise<number> {
  const body = JSON.stringify(answer);
  for (let attempt = 1; ; attempt++) {
    // Half of the time that is left, so that another attempt can follow one that hangs.
    const result = await put(url, body, Math.min(ATTEMPT_TIMEOUT, remaining() / 2));
    if (isAccepted(result)) return attempt;
    const wait = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE) * (1 + Math.random());
    if (!isTransient(result) || remaining() <= wait + TOO_LATE) {
      const what =
        typeof result === 'number'
          ? 'CloudFormation rejected the response'
          : 'The response did not reach CloudFormation';
      throw new Error(`${what} (${result}, attempt ${attempt}).`);
    }
    await pause(wait);
  }
}

const isAccepted = (result: number | string) => typeof result === 'number' && result >= 200 && result < 300;

/**
 * S3 does not change its mind about a 3xx or a 4xx: the URL has expired, or the policy of a VPC endpoint forbids it.
 * CDK's framework repeats even those.
 */
const isTransient = (result: number | string) =>
  typeof result === 'string' || result < 200 || result >= 500 || result === 408 || result === 429;

/** The status that the server returned, or a code for what happened instead. Always ends within the timeout. */
function put(url: URL, body: string, timeout: number): Promise<number | string> {
  // The URL is signed for an empty content type. The connection is not kept, because Lambda freezes it.
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  const options = {
    method: 'PUT',
    headers,
    agent: false,
    signal: AbortSignal.timeout(Math.max(Math.ceil(timeout), 1)),
  } as const;
  return new Promise((resolve) => {
    const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 'no status');
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    // A status of 101 ends the request with neither a response nor an error.
    request.on('close', () => resolve('closed'));
    request.end(body);
  });
}
