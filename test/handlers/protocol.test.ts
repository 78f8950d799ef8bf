/**
 * The response to CloudFormation: that it fits, and that it arrives at a server that is down, slow or breaks off. The
 * file is long because its cases share one set-up.
 */

import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import timers from 'node:timers/promises';
import {
  type Answer,
  answerTo,
  type CustomResourceRequest,
  type Outcome,
  physicalIdOf,
  respond,
} from '../../handlers/custom-resource/protocol.js';

jest.setTimeout(30_000);

const SECRET = 'X-Amz-Signature=0123456789abcdef';

const event = (more: object = {}): CustomResourceRequest => ({
  RequestType: 'Create',
  ResponseURL: `http://127.0.0.1:1/answer?${SECRET}`,
  StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/jobs/0b1c2d3e-0000-11f1-8000-000000000000',
  RequestId: 'b1946ac9-2492-4d11-9c1f-000000000000',
  LogicalResourceId: 'ProvoseImageApp',
  ResourceType: 'Custom::ProvoseImage',
  ResourceProperties: { ServiceToken: 'arn' },
  ...more,
});

const bytesOf = (answer: Answer) => Buffer.byteLength(JSON.stringify(answer));

describe('a response has', () => {
  const ids = {
    PhysicalResourceId: 'jobs/0b1c2d3e-0000-11f1-8000-000000000000/ProvoseImageApp',
    StackId: event().StackId,
    RequestId: event().RequestId,
    LogicalResourceId: 'ProvoseImageApp',
  };

  it('the result of a request, and its ids', () => {
    const data = { Uri: 'a/b:1', 'a.0.b': 'c' };
    expect(answerTo(event(), { data })).toEqual({ Status: 'SUCCESS', ...ids, Data: data });
    expect(answerTo(event(), { reason: 'Push it.' })).toEqual({ Status: 'FAILED', Reason: 'Push it.', ...ids });
  });

  it.each([
    {},
    { RequestType: 'Update', PhysicalResourceId: 7, StackId: [], LogicalResourceId: null },
    { RequestType: {}, PhysicalResourceId: '', StackId: { toString: 1 }, LogicalResourceId: true },
  ])('an id whatever arrives: %j', (request) => {
    expect(physicalIdOf(request)).toBe('/');
    expect(answerTo(request, { data: {} })).toMatchObject({ Status: 'SUCCESS', StackId: '', RequestId: '' });
  });

  it('the same id for each Create of a resource, and after that the id of the request', () => {
    expect(physicalIdOf(event())).toBe(ids.PhysicalResourceId);
    expect(physicalIdOf(event({ RequestId: 'another' }))).toBe(ids.PhysicalResourceId);
    expect(physicalIdOf(event({ LogicalResourceId: 'Other' }))).not.toBe(ids.PhysicalResourceId);
    for (const RequestType of ['Update', 'Delete']) {
      expect(physicalIdOf(event({ RequestType, PhysicalResourceId: 'of an older macro' }))).toBe('of an older macro');
      expect(physicalIdOf(event({ RequestType }))).toBe(ids.PhysicalResourceId);
    }
  });

  it.each([
    ['a stack trace', 'It broke.\n    at f (/var/task/index.mjs:1:2)\n    at g', 'It broke.'],
    ['lines', ' one\n  two\tthree ', 'one two three'],
    ['nothing', '', 'The request failed without an error message.'],
  ])('%s on one line', (_, reason, said) => expect(answerTo(event(), { reason }).Reason).toBe(said));

  it.each([
    ['letters', 'a'],
    ['umlauts', 'ü'],
    ['ideographs', '猫'],
    ['characters outside the plane', '🐈'],
    ['quotes', '"'],
    ['control characters', '\u0001'],
    ['halves of characters', '\ud83d'],
  ])('a reason of many %s, cut to fit', (_, character) => {
    for (const more of [{}, { RequestType: 'Update', PhysicalResourceId: 'ü'.repeat(512) }]) {
      const answer = answerTo(event(more), { reason: `${character.repeat(9000)} and so on` });
      expect(bytesOf(answer)).toBeLessThanOrEqual(4096);
      expect(bytesOf(answer)).toBeGreaterThan(4096 - 12);
      expect(answer.Reason).toMatch(new RegExp(`^(${character})+…$`));
    }
  });

  it('a reason that just fits, uncut', () => {
    const room = 4096 - bytesOf(answerTo(event(), { reason: 'a' })) + 1;
    expect(answerTo(event(), { reason: 'a'.repeat(room) }).Reason).toBe('a'.repeat(room));
    expect(answerTo(event(), { reason: 'a'.repeat(room + 1) }).Reason).toBe(`${'a'.repeat(room - 3)}…`);
  });

  it('advice instead of data that does not fit, counted in bytes', () => {
    const room = 4096 - bytesOf(answerTo(event(), { data: { json: '' } }));
    const of = (data: Record<string, string>): Answer => answerTo(event(), { data });
    expect(of({ json: 'ü'.repeat(Math.floor(room / 2)) }).Status).toBe('SUCCESS');
    expect(of({ json: 'a'.repeat(room) }).Status).toBe('SUCCESS');
    expect(of({ json: 'a'.repeat(room + 1) })).toMatchObject({
      Status: 'FAILED',
      Reason: `A response can have 4096 bytes, and this one would have 4097, ${room + 3} of them in json: request single attributes instead of the whole entry.`,
    });
    expect(of({ json: 'ü'.repeat(room - 1) }).Status).toBe('FAILED');
    expect(of({ id: 'a', policy: 'b'.repeat(5000) }).Reason).toMatch(
      /5002 of them in policy: request fewer attributes/,
    );
  });
});

describe('a response arrives', () => {
  let server: Server;
  let port: number;
  let arrived: { body: string; headers: IncomingMessage['headers']; url: string; method: string }[];

  /** Each step handles one connection, and the last step all that follow. */
  const listen = (...steps: RequestListener[]) => {
    let index = 0;
    server = createServer((request, response) => steps[Math.min(index++, steps.length - 1)]?.(request, response));
    return new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve)).then(() => {
      port = (server.address() as AddressInfo).port;
    });
  };
  const take =
    (status: number): RequestListener =>
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { headers, url = '', method = '' } = request;
      arrived.push({ body, headers, url, method });
      response.writeHead(status).end('x');
    };
  const answer = (outcome: Outcome = { data: { Uri: 'zoë' } }) => answerTo(event(), outcome);
  const put = (left = 60_000) => {
    const end = Date.now() + left;
    return respond(new URL(`http://127.0.0.1:${port}/answer?${SECRET}`), answer(), () => end - Date.now());
  };

  beforeEach(() => {
    port = 0;
    arrived = [];
    jest.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    server.closeAllConnections();
    server.close();
  });

  it('as bytes of a presigned PUT', async () => {
    await listen(take(200));
    expect(await put()).toBe(1);
    expect(arrived).toEqual([
      {
        body: JSON.stringify(answer()),
        method: 'PUT',
        url: `/answer?${SECRET}`,
        headers: expect.objectContaining({
          'content-type': '',
          'content-length': String(Buffer.byteLength(JSON.stringify(answer()))),
        }),
      },
    ]);
    expect(arrived[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('once, if the server is down twice and then up', async () => {
    await listen(take(200));
    await new Promise((resolve) => server.close(resolve));
    setTimeout(() => listen(take(200)), 500);
    expect(await put()).toBe(3);
    expect(arrived).toHaveLength(1);
  });

  it.each([
    ['breaks off before the body', (request: IncomingMessage) => request.socket.destroy()],
    ['breaks off within its answer', (request: IncomingMessage) => request.socket.end('HTTP/1.1 20')],
    ['closes without a response', (request: IncomingMessage) => request.socket.end()],
  ])('once, if the server %s', async (_, cut) => {
    await listen(cut, cut, take(200));
    expect(await put()).toBe(3);
    expect(arrived).toHaveLength(1);
  });

  it.each([500, 503, 429])('after a %s', async (status) => {
    await listen(take(status), take(200));
    expect(await put()).toBe(2);
    expect(new Set(arrived.map(({ body }) => body))).toEqual(new Set([JSON.stringify(answer())]));
  });

  it('once, if the server is slow', async () => {
    await listen((request, response) => setTimeout(() => take(200)(request, response), 1500));
    expect(await put()).toBe(1);
    expect(arrived).toHaveLength(1);
  });

  it('once, if the server accepts it and then breaks off', async () => {
    await listen((request, response) => {
      const end = () => {
        response.write('x');
        setTimeout(() => request.socket.destroy(), 50);
      };
      take(200)(request, Object.assign(response, { end }));
    });
    expect(await put()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(arrived).toHaveLength(1);
  });

  it('at the next attempt, if one hangs', async () => {
    await listen(() => undefined, take(200));
    expect(await put(3000)).toBe(2);
    expect(arrived).toHaveLength(1);
  });

  it.each([400, 403, 404, 307])('at no attempt if S3 returns %s, which is final', async (status) => {
    await listen(take(status));
    await expect(put()).rejects.toThrow(`CloudFormation rejected the response (${status}, attempt 1).`);
    expect(arrived).toHaveLength(1);
  });

  it('after any number of attempts, as long as there is time', async () => {
    await listen(...Array.from({ length: 6 }, () => take(500)), take(200));
    jest.spyOn(timers, 'setTimeout').mockResolvedValue(undefined);
    expect(await put()).toBe(7);
  });

  it.each([
    ['hangs', () => undefined, /ABORT_ERR, attempt \d/],
    ['fails', take(500), /500, attempt \d/],
  ] as const)('or gives up before the function is stopped, where the server %s', async (_, step, message) => {
    await listen(step);
    const start = Date.now();
    await expect(put(1000)).rejects.toThrow(message);
    expect(Date.now() - start).toBeLessThan(1000);
  });

  it.each([
    ['100', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['101', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['101 that upgrades', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
    ['103', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('at the next attempt, if one returns nothing but %s', async (_, text) => {
    await listen((request) => request.socket.write(text), take(200));
    expect(await put(3000)).toBe(2);
    expect(arrived).toHaveLength(1);
  });

  it.each(['http', 'https'])('or not, and the error does not contain the URL: %s', async (protocol) => {
    await listen(take(200));
    const url = new URL(`${protocol}://127.0.0.1:1/answer?${SECRET}`);
    const error = await respond(url, answer(), () => 100).catch((thrown: Error) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/Signature|127\.0\.0\.1/);
  });
});
