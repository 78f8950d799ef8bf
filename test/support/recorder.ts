/** Which actions of IAM the requests to the local cloud need, by the access key of the caller. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clients } from './cloud.js';

interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly url: string;
  /** In base64. */
  readonly body: string | null;
}

/** The operations of REST APIs whose path does not name them. The table of Amazon S3 is of what this project calls. */
const REST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  scheduler: { POST: 'CreateSchedule', GET: 'GetSchedule', PUT: 'UpdateSchedule', DELETE: 'DeleteSchedule' },
  s3: { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject' },
};

/** The caller's access key, and the action, in lower case. */
function actionOf({ headers, method, url, body }: Request): { caller: string; action: string } {
  const header = (name: string) => Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
  const [, caller = '', service = ''] = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(header('authorization')) ?? [];
  const text = Buffer.from(body ?? '', 'base64').toString('utf8');
  const { pathname } = new URL(url);
  const operation =
    header('x-amz-target').split('.').at(-1) ||
    /\/operation\/(\w+)$/.exec(pathname)?.[1] ||
    new URLSearchParams(text).get('Action') ||
    REST[service]?.[method] ||
    pathname.split('/').at(-1);
  return { caller, action: `${service}:${operation}`.toLowerCase() };
}

/**
 * Prepares the local cloud of this test file for recording. Call it at the top of the file, before the cloud starts.
 * moto records: https://docs.getmoto.org/en/latest/docs/configuration/recorder/index.html
 */
export function useRecorder(clients: () => Clients) {
  const folder = mkdtempSync(join(tmpdir(), 'recorder-'));
  process.env['MOTO_RECORDER_FILEPATH'] = join(folder, 'requests');
  afterAll(() => rmSync(folder, { recursive: true }));
  const ask = async (what: string) => {
    const response = await fetch(`${clients().cloud.endpoint}/moto-api/recorder/${what}`, {
      method: what.startsWith('download') ? 'GET' : 'POST',
    });
    if (!response.ok) throw new Error(`${what}: ${response.status}`);
    return response.text();
  };
  return {
    start: () => ask('start-recording'),
    stop: () => ask('stop-recording'),
    /** The actions since the start, by caller: `function`, `cloudformation`, or the key of a client. */
    actions: async (): Promise<Record<string, string[]>> => {
      const lines = (await ask('download-recording')).split('\n').filter((line) => line !== '');
      const all = lines.map((line) => actionOf(JSON.parse(line)));
      const callers = [...new Set(all.map(({ caller }) => caller))];
      return Object.fromEntries(
        callers.map((name) => [
          name,
          [...new Set(all.filter(({ caller }) => caller === name).map(({ action }) => action))].sort(),
        ]),
      );
    },
  };
}
