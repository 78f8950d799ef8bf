/**
 * How every client of the SDK is configured, and how long what is not there yet is waited for. All of it fits into the
 * function's timeout of 60 seconds, of which the handler keeps 5 for its response.
 */

import { setTimeout as pause } from 'node:timers/promises';

/**
 * A request that hangs is given up after 5 to 10 seconds and repeated, up to 8 times in all. With the SDK's backoff, 8
 * attempts take about half a minute where a service throttles. The adaptive mode also slows down all that a warm
 * function sends. The handler responds in time whatever the clients do.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const CLIENT_CONFIG = {
  retryMode: 'adaptive',
  maxAttempts: 8,
  requestHandler: {
    connectionTimeout: 3000,
    /** Without a byte, before or within the response. */
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
 * can deny that it exists:
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
  // Half of what is left, so that there is time to say what is missing.
  const end = Date.now() + Math.min(PATIENCE, timeLeft() / 2);
  for (let wait = FIRST_PAUSE; ; wait *= 2) {
    const found = await find();
    if (found !== undefined || Date.now() + wait > end) return found;
    await pause(wait);
  }
}
