/**
 * The custom resource's function as Lambda invokes it: its responses and its log. The file is long because its cases
 * share one set-up.
 */

import { BatchClient, DescribeJobQueuesCommand } from '@aws-sdk/client-batch';
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { BatchGetImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { handler } from '../../handlers/custom-resource/handler.js';
import { contextOf, STACK, useResponseServer } from '../support/response-server.js';

const PASSWORD = 'hunter2-hunter2';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const ID = 'jobs/0b1c2d3e/ProvoseImageApp';
const ecr = mockClient(ECRClient);
const batch = mockClient(BatchClient);
const cloudFormation = mockClient(CloudFormationClient);
const server = useResponseServer();
const { answers, call } = server;

/** The lines that were logged, with their levels. */
let log: { level: string; line: Record<string, unknown> }[];

beforeEach(() => {
  log = [];
  ecr.reset();
  batch.reset();
  cloudFormation.reset();
  ecr.on(BatchGetImageCommand).resolves({ images: [{ imageId: { imageDigest: DIGEST }, imageManifest: '{}' }] });
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stack('UPDATE_IN_PROGRESS')] });
  cloudFormation.on(ListStackResourcesCommand).resolves({});
  cloudFormation.on(DescribeStackResourceCommand).resolves({
    StackResourceDetail: {
      ResourceType: 'AWS::Batch::JobQueue',
      PhysicalResourceId: 'arn:queue',
      ResourceStatus: 'CREATE_COMPLETE',
      LogicalResourceId: 'Queue',
      LastUpdatedTimestamp: new Date(),
    },
  });
  for (const level of ['info', 'warn', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((...[line]: unknown[]) => {
      log.push({ level, line: line as Record<string, unknown> });
    });
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  expect(JSON.stringify(log)).not.toMatch(/Signature|127\.0\.0\.1/);
  expect(JSON.stringify(log)).not.toContain(PASSWORD);
});

const stack = (StackStatus: 'UPDATE_IN_PROGRESS' | 'UPDATE_ROLLBACK_IN_PROGRESS') => ({
  StackName: 'jobs',
  CreationTime: new Date(),
  StackStatus,
});
const image = { Repository: 'app', Tag: '1', Pin: 'tag', Check: 'true' };
const entry = {
  ResourceType: 'aws_batch_job_queue',
  Id: 'arn:queue',
  LogicalId: 'Queue',
  Attributes: ['state'],
  Fingerprint: PASSWORD,
};

const event = (more: object = {}) =>
  server.event({ ResourceProperties: { ServiceToken: 'arn', Unknown: PASSWORD, ...image }, ...more });
const ofEntry = (properties: unknown = entry) =>
  event({ ResourceType: 'Custom::ProvoseExport', ResourceProperties: properties });
const serviceError = (name: string, message = 'no', more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

describe('responds', () => {
  it('to a request for an image', async () => {
    expect(await call(event())).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: ID,
      StackId: event().StackId,
      RequestId: 'b1946ac9',
      LogicalResourceId: 'ProvoseImageApp',
      Data: { Uri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1', Digest: DIGEST, Platforms: '' },
    });
  });

  it('to a request for an entry of an export map', async () => {
    batch.on(DescribeJobQueuesCommand).resolves({
      jobQueues: [
        { jobQueueName: 'q', jobQueueArn: 'arn:queue', state: 'ENABLED', priority: 1, computeEnvironmentOrder: [] },
      ],
    });
    expect(await call(ofEntry())).toMatchObject({ Status: 'SUCCESS', Data: { state: 'ENABLED' } });
  });

  it('that an entry is too long', async () => {
    const tags = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index}`, 'ü'.repeat(100)]));
    batch.on(DescribeJobQueuesCommand).resolves({
      jobQueues: [
        {
          jobQueueName: 'q',
          jobQueueArn: 'arn:queue',
          state: 'ENABLED',
          priority: 1,
          computeEnvironmentOrder: [],
          tags,
        },
      ],
    });
    const { Status, Reason } = await call(ofEntry({ ...entry, Attributes: ['json'] }));
    expect(Status).toBe('FAILED');
    expect(Reason).toMatch(/4096 bytes, and this one would have \d+, .* request single attributes/);
  });

  it('with what is wrong and how to fix it', async () => {
    ecr.on(BatchGetImageCommand).resolves({});
    expect(await call(event())).toMatchObject({
      Status: 'FAILED',
      PhysicalResourceId: ID,
      Reason: expect.stringMatching(/^There is no tag 1 in repository app in account 123456789012, Region us-east-1/),
    });
  });

  it('that a type is unknown', async () => {
    expect(await call(event({ ResourceType: 'Custom::Other' }))).toMatchObject({
      Status: 'FAILED',
      Reason: 'Unknown resource type Custom::Other. Valid types: Custom::ProvoseImage, Custom::ProvoseExport.',
    });
  });
});

describe('over its lifetime a resource', () => {
  it('keeps its id', async () => {
    const first = await call(event());
    const again = await call(event());
    expect(again).toEqual(first);
    const more = { RequestType: 'Update', PhysicalResourceId: first.PhysicalResourceId, OldResourceProperties: {} };
    expect(await call(event(more))).toEqual(first);
    const changed = await call(event({ ...more, ResourceProperties: { ...image, Tag: '2' } }));
    expect(changed).toMatchObject({ PhysicalResourceId: ID, Data: { Uri: expect.stringMatching(/app:2$/) } });
  });

  it('is restored after an update that failed', async () => {
    const more = { RequestType: 'Update', PhysicalResourceId: ID };
    ecr.on(BatchGetImageCommand, { imageIds: [{ imageTag: '2' }] }, false).resolves({});
    const failed = await call(
      event({ ...more, ResourceProperties: { ...image, Tag: '2' }, OldResourceProperties: image }),
    );
    expect(failed).toMatchObject({ Status: 'FAILED', PhysicalResourceId: ID });
    const back = await call(event({ ...more, OldResourceProperties: { ...image, Tag: '2' } }));
    expect(back).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: ID });
  });

  it.each([
    ['after it was created', { PhysicalResourceId: ID }],
    ['that could not be created', { PhysicalResourceId: ID, ResourceProperties: {} }],
    ['before it is created, with an id that CloudFormation makes up', { PhysicalResourceId: 'jobs-App-1N7XQ' }],
    ['of an unknown type', { PhysicalResourceId: 'x', ResourceType: 'Custom::Gone' }],
    ['of an older macro', { PhysicalResourceId: 'x', ResourceProperties: { image: { name: [] } } }],
    ['without properties', { PhysicalResourceId: 'x', ResourceProperties: undefined }],
  ])('is deleted without a call of AWS %s', async (_, more) => {
    const answer = await call(event({ RequestType: 'Delete', ...more }));
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: more.PhysicalResourceId });
    expect([...ecr.calls(), ...batch.calls()]).toEqual([]);
  });

  it('is deleted while it is being created', async () => {
    ecr.on(BatchGetImageCommand).callsFake(() => new Promise((resolve) => setTimeout(resolve, 300, {})));
    const made = handler(event(), contextOf());
    expect(await call(event({ RequestType: 'Delete', PhysicalResourceId: 'invented' }))).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'invented',
    });
    await made;
    expect(answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'FAILED']);
  });

  it.each([
    [event, { Repository: 'app' }, 'SUCCESS'],
    [event, {}, 'FAILED'],
    [event, undefined, 'FAILED'],
    [ofEntry, {}, 'FAILED'],
    [ofEntry, { ResourceType: 'aws_batch_job_queue' }, 'FAILED'],
    [ofEntry, { ...entry, Attributes: 'state' }, 'SUCCESS'],
    [ofEntry, { ...entry, Attributes: undefined }, 'SUCCESS'],
  ] as const)('has properties of an older macro: %#', async (make, properties, expected) => {
    batch.on(DescribeJobQueuesCommand).callsFake(({ jobQueues: [id] = [] }) => ({
      jobQueues: id ? [{ jobQueueName: 'q', jobQueueArn: id, state: 'ENABLED', computeEnvironmentOrder: [] }] : [],
    }));
    const request = make === event ? event({ ResourceProperties: properties }) : ofEntry(properties);
    // Too little time to wait for a resource that the stack does not have.
    const { Status, Reason = '' } = await call(request, 1000);
    expect([Status, Reason]).toEqual([expected, expect.not.stringContaining('bug')]);
  });
});

describe('explains an error of AWS', () => {
  const role = 'arn:aws:sts::123456789012:assumed-role/Resources/ProvoseBatch-resources';
  const action = 'is not authorized to perform: ecr:BatchGetImage';
  it.each([
    [
      'throttling',
      serviceError('ThrottlingException', 'Rate exceeded', { $fault: 'client' }),
      'Amazon ECR in us-east-1 throttled every attempt: deploy again in a few minutes.',
    ],
    [
      'access denied',
      serviceError(
        'AccessDeniedException',
        `User: ${role} ${action} on resource: arn:aws:ecr:us-east-1:123456789012:repository/app because no identity-based policy allows the ecr:BatchGetImage action`,
        { $fault: 'client' },
      ),
      'The role Resources is not allowed to call ecr:BatchGetImage on arn:aws:ecr:us-east-1:123456789012:repository/app, because no identity-based policy allows the ecr:BatchGetImage action: allow it in the policy of the role or of the resource.',
    ],
    [
      'access denied, as EC2 says it',
      serviceError(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. User: ${role} is not authorized to perform: ec2:DescribeSubnets because no identity-based policy allows the ec2:DescribeSubnets action. Encoded authorization failure message: abc`,
      ),
      'The role Resources is not allowed to call ec2:DescribeSubnets, because no identity-based policy allows the ec2:DescribeSubnets action: allow it in the policy of the role or of the resource.',
    ],
    [
      'access denied without more',
      serviceError('AccessDeniedException', 'Not now'),
      'Amazon ECR in us-east-1 denies the function access: Not now',
    ],
    [
      'an expired token',
      serviceError('ExpiredTokenException'),
      /credentials have expired: deploy again to get new ones/,
    ],
    ['an unknown token', serviceError('UnrecognizedClientException'), /does not recognize the function’s credentials/],
    ['no credentials', serviceError('CredentialsProviderError'), /has no credentials: deploy the macro’s own stack/],
    [
      'a Region without the service',
      serviceError('Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }),
      /^Amazon ECR in us-east-1 has no address in the function’s network/,
    ],
    [
      'no network',
      serviceError('Error', 'connect', { code: 'ECONNREFUSED' }),
      'The function cannot reach Amazon ECR in us-east-1 (ECONNREFUSED): give its network a route to it.',
    ],
    ['a timeout', serviceError('TimeoutError', 'read', { code: 'ECONNRESET' }), /did not respond in time/],
    [
      'a fault of its own',
      serviceError('ServerException', 'oops', { $fault: 'server' }),
      'Amazon ECR in us-east-1 failed with ServerException: deploy again later.',
    ],
    [
      'anything else',
      serviceError('InvalidParameterException', 'Invalid parameter at repositoryName', { $fault: 'client' }),
      'Amazon ECR in us-east-1 rejected the request with InvalidParameterException: Invalid parameter at repositoryName',
    ],
  ])('%s', async (_, error, words) => {
    ecr.on(BatchGetImageCommand).rejects(error);
    const { Status, Reason } = await call(event());
    expect(Status).toBe('FAILED');
    expect(Reason).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
    expect(log.at(-1)).toMatchObject({ level: 'warn', line: { outcome: 'FAILED', reason: Reason } });
  });

  it('of the service that a request is about', async () => {
    batch.on(DescribeJobQueuesCommand).rejects(serviceError('ThrottlingException'));
    expect((await call(ofEntry())).Reason).toMatch(/^AWS Batch in us-east-1 throttled every attempt/);
  });

  it('of CloudFormation, where that does not say what the stack owns', async () => {
    cloudFormation.on(DescribeStackResourceCommand).rejects(serviceError('Throttling'));
    expect((await call(ofEntry())).Reason).toMatch(/^AWS CloudFormation throttled every attempt/);
  });

  it.each([
    ['aws_batch_job_queue', 'AWS Batch in us-east-1'],
    ['aws_iam_role', 'AWS IAM in us-east-1'],
    ['aws_subnet', 'Amazon EC2 in us-east-1'],
  ])('that takes too long, of %s', async (ResourceType, service) => {
    cloudFormation.on(DescribeStackResourceCommand).callsFake(() => new Promise(() => {}));
    const { Reason } = await call(ofEntry({ ...entry, ResourceType }), 200);
    expect(Reason).toBe(`${service} did not respond within 0.1 s: deploy again later.`);
  });

  it('with the Region of the registry', async () => {
    ecr.on(BatchGetImageCommand).rejects(serviceError('ThrottlingException'));
    const { Reason } = await call(event({ ResourceProperties: { ...image, Region: 'eu-west-1' } }));
    expect(Reason).toContain('Amazon ECR in eu-west-1');
  });
});

it('tells a bug from a fault, and logs where it is but no value', async () => {
  ecr.on(BatchGetImageCommand).callsFake(() => JSON.parse(`${PASSWORD}`));
  process.env['AWS_LAMBDA_LOG_GROUP_NAME'] = 'ResourcesLog';
  const { Status, Reason } = await call(event());
  delete process.env['AWS_LAMBDA_LOG_GROUP_NAME'];
  expect([Status, Reason]).toEqual([
    'FAILED',
    'This is a bug of the macro’s custom resource and not a fault of the template (SyntaxError): please report it. Find it in the log under request one. (log group ResourcesLog)',
  ]);
  const [bug] = log.map(({ line }) => line);
  expect(bug).toMatchObject({
    version: 'not built',
    outcome: 'bug',
    error: 'SyntaxError',
    logicalId: 'ProvoseImageApp',
  });
  expect(bug?.['at']).toEqual(expect.arrayContaining([expect.stringMatching(/^\s+at /)]));
});

it('responds to whatever arrives', async () => {
  ecr.on(BatchGetImageCommand).resolves({});
  cloudFormation.on(DescribeStackResourceCommand).rejects(serviceError('ValidationError'));
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom({ toString: 1, valueOf: 1 }, { ResourceType: { toString: 1 }, Region: [] }, STACK),
  );
  const request = fc.record(
    {
      RequestType: fc.oneof(fc.constantFrom('Create', 'Update', 'Delete'), odd),
      ResourceType: fc.oneof(fc.constantFrom('Custom::ProvoseImage', 'Custom::ProvoseExport'), odd),
      ResourceProperties: fc.oneof(
        odd,
        fc.record(
          Object.fromEntries([...Object.keys(image), ...Object.keys(entry), 'Region'].map((name) => [name, odd])),
          { requiredKeys: [] },
        ),
      ),
      StackId: odd,
      RequestId: odd,
      LogicalResourceId: odd,
      PhysicalResourceId: odd,
    },
    { requiredKeys: [] },
  );
  const { ResponseURL } = event();
  await fc.assert(
    fc.asyncProperty(request, async (more) => {
      // So little time that nothing is waited for, and enough to respond on a busy machine.
      const { Status } = await call({ ...more, ResponseURL } as unknown as CloudFormationCustomResourceEvent, 1900);
      expect(Status).toMatch(/^(SUCCESS|FAILED)$/);
    }),
    { numRuns: 300 },
  );
});

it.each([null, undefined, 'text', {}, { ResponseURL: 7 }])(
  'throws where there is nowhere to respond to: %j',
  async (what) => {
    const failed = handler(what as unknown as CloudFormationCustomResourceEvent, contextOf());
    await expect(failed).rejects.toThrow('The request has no ResponseURL to respond to.');
    expect(log).toMatchObject([{ level: 'error', line: { outcome: 'not answered' } }]);
  },
);

it('responds before Lambda stops it, once', async () => {
  let done = () => {};
  ecr.on(BatchGetImageCommand).callsFake(() => new Promise((resolve) => (done = () => resolve({}))));
  const start = Date.now();
  const answer = await call(event(), 1000);
  expect(Date.now() - start).toBeLessThan(1000);
  expect(answer).toMatchObject({
    Status: 'FAILED',
    PhysicalResourceId: ID,
    Reason: 'Amazon ECR in us-east-1 did not respond within 0.5 s: deploy again later.',
  });
  done();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(answers).toHaveLength(1);
});

it('loads no SDK client for a Delete, and otherwise only what it uses', async () => {
  const loaded: string[] = [];
  await jest.isolateModulesAsync(async () => {
    for (const name of ['ecr', 'batch', 'ec2', 'iam', 'cloudformation']) {
      jest.doMock(`@aws-sdk/client-${name}`, () => {
        loaded.push(name);
        return jest.requireActual(`@aws-sdk/client-${name}`);
      });
    }
    const fresh = (await import('../../handlers/custom-resource/handler.js')).handler;
    const context = contextOf();
    await fresh(event({ RequestType: 'Delete', PhysicalResourceId: ID }), context);
    await fresh(event({ ResourceType: 'Custom::Other' }), context);
    expect(loaded).toEqual([]);
    await fresh(event({ ResourceProperties: { ...image, Check: 'false' } }), context);
    expect(loaded).toEqual(['ecr']);
  });
  expect(answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'FAILED', 'SUCCESS']);
});

describe('logs', () => {
  it('what happened to which resource, and how long it took', async () => {
    await call(event());
    expect(log).toEqual([
      {
        level: 'info',
        line: {
          version: 'not built',
          requestType: 'Create',
          resourceType: 'Custom::ProvoseImage',
          logicalId: 'ProvoseImageApp',
          stack: STACK,
          outcome: 'SUCCESS',
          duration: expect.any(Number),
          attempts: 1,
        },
      },
    ]);
  });

  it('that the response did not arrive, as an error, which Lambda counts as well', async () => {
    server.status = 403;
    await expect(call(event())).rejects.toThrow('CloudFormation rejected the response (403, attempt 1).');
    expect(log.at(-1)).toMatchObject({
      level: 'error',
      line: { outcome: 'not answered', fault: 'CloudFormation rejected the response (403, attempt 1).' },
    });
  });
});
