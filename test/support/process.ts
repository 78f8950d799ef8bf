/** Programs that tests run. Each has a time limit, so that a failing test cannot hang the run. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { ROOT } from './golden.js';

/** Milliseconds that a program has, less than a test has. */
const TIME_LIMIT = 100_000;

interface Options {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly timeout?: number;
}

/**
 * Runs a program to its end, in the project's folder.
 *
 * @throws Error if it does not exist, or does not end in time
 */
export function runToEnd(command: string, args: readonly string[], options: Options = {}) {
  const limits = { timeout: TIME_LIMIT, killSignal: 'SIGKILL', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    ...limits,
    ...options,
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** A program that runs on. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far, errors included. */
  readonly output: () => string;
  /** Sends a signal and waits for the end. Returns the exit code, which is null if the signal ended it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/**
 * Starts a built program of this project and waits until it has printed something.
 *
 * @throws Error with the output if it ends before that, or takes too long
 */
export async function startUntil(pattern: RegExp, args: readonly string[], env = process.env): Promise<Running> {
  const child = spawn(process.execPath, args, { cwd: ROOT, env, timeout: TIME_LIMIT, killSignal: 'SIGKILL' });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`${args.join(' ')} ${what}:\n${output}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`did not print ${pattern} in time`);
    }, TIME_LIMIT - 10_000);
    const read = (chunk: Buffer) => {
      output += chunk;
      if (!pattern.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    ended.then(() => {
      clearTimeout(timer);
      fail('ended');
    });
  });
  return {
    child,
    output: () => output,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
