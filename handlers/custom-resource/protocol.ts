/**
 * The answer to a custom resource's request: what it says, that it fits, and that it arrives. Without one a stack hangs
 * until its timeout. Who has the ResponseURL can answer in this function's place, so it goes to the request and nowhere
 * else: no log, no message of an error.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

/** What came of a request: what `Fn::GetAtt` can ask for, or one sentence that says what to do. */
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

/** Bytes of the whole answer, by the page above. */
const MOST_BYTES = 4096;

/** Four pauses, of a quarter of a second at first and each twice as long as the last, with as much again by chance. */
const MOST_ATTEMPTS = 5;
const FIRST_PAUSE = 250;

/** Milliseconds for one attempt; S3 takes an answer in some tens. */
const ATTEMPT_TIMEOUT = 10_000;

/** Milliseconds below which no attempt is worth its start. */
const TOO_LATE = 100;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/**
 * The resource's id. On Create it comes of the stack and the logical id alone, so that a repeated request gives the same;
 * afterwards it is the one that came, for another would be a replacement. A Create that failed needs no mark by which
 * its Delete is known: nothing is made, so Delete does nothing.
 */
export function physicalIdOf(event: CloudFormationCustomResourceEvent): string {
  const known = event.RequestType === 'Create' ? '' : event.PhysicalResourceId;
  // arn:aws:cloudformation:us-east-1:123456789012:stack/name/uuid
  return known || `${event.StackId.split(':stack/').at(-1)}/${event.LogicalResourceId}`;
}

/** The answer in CloudFormation's words, never of more bytes than it takes. */
export function answerTo(event: CloudFormationCustomResourceEvent, outcome: Outcome): Answer {
  const { StackId, RequestId, LogicalResourceId } = event;
  const ids = { PhysicalResourceId: physicalIdOf(event), StackId, RequestId, LogicalResourceId };
  if ('reason' in outcome) {
    const failed = { Status: 'FAILED', Reason: '', ...ids } as const;
    return { ...failed, Reason: sentence(outcome.reason, MOST_BYTES - bytesOf(failed)) };
  }
  const answer: Answer = { Status: 'SUCCESS', ...ids, Data: outcome.data };
  return bytesOf(answer) > MOST_BYTES ? answerTo(event, { reason: tooLong(bytesOf(answer), outcome.data) }) : answer;
}

function tooLong(bytes: number, data: Readonly<Record<string, string>>): string {
  const [largest] = Object.entries(data).sort(([, a], [, b]) => bytesOf(b) - bytesOf(a));
  const [name, value] = largest ?? ['', ''];
  const instead = name === 'json' ? 'single attributes instead of the whole entry' : `fewer attributes or not for it`;
  return (
    `CloudFormation takes an answer of ${MOST_BYTES} bytes and this one would have ${bytes}, ` +
    `${bytesOf(value)} of them in ${name}: ask for ${instead}.`
  );
}

/** Words on one line, without a stack trace, cut visibly to fit between the quotes of JSON. */
function sentence(reason: string, room: number): string {
  const [head = ''] = reason.split(/\n\s+at /);
  const text = head.replace(/\s+/g, ' ').trim() || 'It failed, and nothing said why.';
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += bytesOf(character) - 2;
    if (used > room) return `${text.slice(0, end)}…`;
    // What is kept leaves room for the sign that something was cut.
    if (used <= room - bytesOf('…') + 2) end += character.length;
  }
  return text;
}

/**
 * Puts the answer where CloudFormation waits for it, again if need be: the same bytes a second time do no harm, for the
 * first that arrives counts.
 *
 * @param remaining milliseconds until the function is stopped; no attempt outlives it.
 * @returns how many attempts it took.
 * @throws an error that says what went wrong and nothing of the URL.
 */
export async function respond(
  { ResponseURL }: { readonly ResponseURL: string },
  answer: Answer,
  remaining: () => number,
) {
  if (!URL.canParse(ResponseURL)) throw new Error('The request has no ResponseURL that could be answered.');
  const url = new URL(ResponseURL);
  const body = JSON.stringify(answer);
  for (let attempt = 1; ; attempt++) {
    // Half of what is left, so that another attempt can follow one that hangs.
    const result = await put(url, body, Math.min(ATTEMPT_TIMEOUT, remaining() / 2));
    if (isTaken(result)) return attempt;
    const wait = FIRST_PAUSE * 2 ** (attempt - 1) * (1 + Math.random());
    const another = isWorthAnother(result) && attempt < MOST_ATTEMPTS && remaining() > wait + TOO_LATE;
    if (!another) {
      const what =
        typeof result === 'number'
          ? 'CloudFormation rejected the response'
          : 'The response did not reach CloudFormation';
      throw new Error(`${what} (${result}, attempt ${attempt}).`);
    }
    await pause(wait);
  }
}

const isTaken = (result: number | string) => typeof result === 'number' && result >= 200 && result < 300;

/**
 * A 3xx or 4xx is S3's last word: the URL has expired, or a VPC endpoint's policy forbids it, and the same bytes would be
 * refused again. CDK's framework repeats even those.
 */
const isWorthAnother = (result: number | string) =>
  typeof result === 'string' || result >= 500 || result === 408 || result === 429;

/** The status of the answer's answer, or the code of what came instead of one. */
function put(url: URL, body: string, timeout: number): Promise<number | string> {
  // The signature of the URL holds for an empty content type. No connection is kept: Lambda freezes them.
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
    request.end(body);
  });
}
