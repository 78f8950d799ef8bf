/**
 * The configuration of every client of the SDK, and the time to wait for something that does not exist yet. All of it
 * fits into the function's timeout of 60 seconds, of which the handler reserves 5 for its response.
 */

import { setTimeout as pause } from 'node:timers/promises';

/**
 * A request that hangs is abandoned after 5 to 10 seconds and repeated, up to 8 attempts in total. With the SDK's
 * backoff, 8 attempts take about half a minute if a service throttles. In the adaptive mode, a warm function also sends
 * its next requests more slowly. The handler responds in time whatever the clients do.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const CLIENT_CONFIG = {
  retryMode: 'adaptive',
  maxAttempts: 8,
  requestHandler: {
    connectionTimeout: 3000,
    /** Milliseconds without a byte, before or within the response. */
    socketTimeout: 5000,
    requestTimeout: 10_000,
    throwOnRequestTimeout: true,
  },
} as const;

/** Milliseconds and bytes for the configuration of an image from S3, which usually has some kilobytes. */
export const DOWNLOAD = { timeout: 5000, bytes: 1_000_000 } as const;

/** Milliseconds until the function must respond. */
export type TimeLeft = () => number;

/**
 * Milliseconds to wait for something that CloudFormation has just created. EC2 and IAM are eventually consistent, and
 * can report for a while that it does not exist:
 * https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html
 */
const PATIENCE = 10_000;
const FIRST_PAUSE = 500;

/** What `find` finds, or `undefined` if it finds nothing for a while. It is called at least once. */
export async function waitFor<Found>(
  find: () => Promise<Found | undefined>,
  timeLeft: TimeLeft,
): Promise<Found | undefined> {
  // Half of the time that is left, so that there is time to respond.
  const end = Date.now() + Math.min(PATIENCE, timeLeft() / 2);
  for (let wait = FIRST_PAUSE; ; wait *= 2) {
    const found = await find();
    if (found !== undefined || Date.now() + wait > end) return found;
    await pause(wait);
  }
}
