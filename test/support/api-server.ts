/** Stands in for the APIs of AWS over HTTP, for faults that only a real connection has. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test does with a request: it may respond, hang, or break the connection. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export interface ApiServer {
  /** The actions that were called, in order. Emptied before each test. */
  readonly called: string[];
  /** What happens for each action: the first behaviour once, and so on; the last for ever. Emptied before each test. */
  readonly on: Record<string, Behaviour[]>;
  readonly origin: () => string;
  /** How many connections were opened. */
  readonly connections: () => number;
}

/** An error in the words of the API: `Code` in XML, or `__type` in JSON. */
export const fail =
  (name: string, status = 400): Behaviour =>
  (response, request) => {
    if (request.headers['content-type']?.includes('json')) {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: name, message: 'no' }));
      return;
    }
    const error = `<Error><Code>${name}</Code><Message>no</Message></Error>`;
    response.writeHead(status, { 'content-type': 'text/xml' });
    // EC2's errors are in a list of their own.
    response.end(name.includes('NotFound') ? `<Response><Errors>${error}</Errors></Response>` : `<R>${error}</R>`);
  };

export const json =
  (body: unknown): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

/** A result of one of the APIs that have XML. EC2 puts it into no element of its own. */
export const xml =
  (action: string, body: string): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<${action}Response><${action}Result>${body}</${action}Result>${body}</${action}Response>`);
  };

/** Never responds. */
export const hang: Behaviour = () => {};

/** Sends the headers and the beginning of a body, and nothing more. */
export const hangInBody: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 }).write('{');
};

/** A status that announces another protocol, and nothing more. */
export const switchProtocols: Behaviour = (response) => {
  response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
};

/** The name of the action that a request calls: of a query, a target, or a path. */
async function actionOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  return new URLSearchParams(body).get('Action') ?? target ?? request.url?.split(/[/?]/).at(-1) ?? '';
}

/** Registers the start and the stop of a server to which all clients of the SDK are pointed, for a file of tests. */
export function useApiServer(): ApiServer {
  const called: string[] = [];
  const on: Record<string, Behaviour[]> = {};
  let server: Server;
  let connections = 0;
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const action = await actionOf(request);
      const [behaviour = fail('Unexpected'), ...rest] = on[action] ?? [];
      if (rest.length > 0) on[action] = rest;
      called.push(action);
      behaviour(response, request);
    });
    server.on('connection', () => connections++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: origin(),
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    called.length = 0;
    for (const action of Object.keys(on)) delete on[action];
  });
  return { called, on, origin, connections: () => connections };
}
