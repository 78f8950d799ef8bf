/** Stands in for CloudFormation's bucket: takes the responses of the custom resource's function. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { handler } from '../../handlers/custom-resource/handler.js';
import type { Answer } from '../../handlers/custom-resource/protocol.js';
import { LOCAL_ORIGIN } from '../../handlers/custom-resource/response-url.js';
import { type Behaviour, hang } from './api-server.js';

export const SIGNATURE = 'X-Amz-Signature=0123456789abcdef';
export const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/jobs/0b1c2d3e';

export interface ResponseServer {
  /** What has arrived. Emptied before each test. */
  readonly answers: Answer[];
  /** The HTTP status that the server returns. 200 before each test. */
  status: number;
  /** What happens when the function downloads something from this server, as it does from S3. */
  download: Behaviour;
  /** Invokes the function once, with so many milliseconds until Lambda stops it, and returns its only response. */
  readonly call: (event: CloudFormationCustomResourceEvent, milliseconds?: number) => Promise<Answer>;
  /** A request of CloudFormation with a ResponseURL of this server. */
  readonly event: (more?: object) => CloudFormationCustomResourceEvent;
}

/** One invocation's context, which ends after so many milliseconds. */
export function contextOf(milliseconds = 60_000): Context {
  const end = Date.now() + milliseconds;
  return { awsRequestId: 'one', getRemainingTimeInMillis: () => end - Date.now() } as Context;
}

/** Registers the start and the stop of a server that the function trusts, for a file of tests. */
export function useResponseServer(): ResponseServer {
  const answers: Answer[] = [];
  let server: Server;
  const used: ResponseServer = {
    answers,
    status: 200,
    download: hang,
    event: (more = {}) =>
      ({
        RequestType: 'Create',
        ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?${SIGNATURE}`,
        StackId: STACK,
        RequestId: 'b1946ac9',
        LogicalResourceId: 'ProvoseImageApp',
        ResourceType: 'Custom::ProvoseImage',
        ResourceProperties: {},
        ...more,
      }) as unknown as CloudFormationCustomResourceEvent,
    call: async (event, milliseconds) => {
      const before = answers.length;
      await handler(event, contextOf(milliseconds));
      expect(answers).toHaveLength(before + 1);
      return answers.at(-1) as Answer;
    },
  };
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      if (request.method === 'GET') return used.download(response, request);
      let body = '';
      for await (const chunk of request) body += chunk;
      answers.push(JSON.parse(body));
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4096);
      response.writeHead(used.status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['AWS_REGION'] = 'us-east-1';
    process.env[LOCAL_ORIGIN] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    answers.length = 0;
    used.status = 200;
  });
  return used;
}
