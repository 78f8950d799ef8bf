/**
 * Whose resource an export describes: an entry is read only for the stack that owns it. The file is long because its
 * cases share one set-up.
 */

import { BatchClient, DescribeJobDefinitionsCommand, DescribeJobQueuesCommand } from '@aws-sdk/client-batch';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type ResourceStatus,
} from '@aws-sdk/client-cloudformation';
import { DescribeRouteTablesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { LOCAL_ORIGIN } from '../../handlers/custom-resource/response-url.js';
import { contextOf, STACK, useResponseServer } from '../support/response-server.js';

const OTHER = STACK.replace('stack/jobs', 'stack/victim');
const QUEUE = 'arn:aws:batch:us-east-1:123456789012:job-queue/main';
const DEFINITION = 'arn:aws:batch:us-east-1:123456789012:job-definition/train';
const cloudFormation = mockClient(CloudFormationClient);
const batch = mockClient(BatchClient);
const ec2 = mockClient(EC2Client);
const iam = mockClient(IAMClient);
const { call, event } = useResponseServer();

interface Owned {
  readonly type: string;
  readonly id: string;
  readonly status?: ResourceStatus;
}

/** What each stack owns, by logical id. */
let stacks: Record<string, Record<string, Owned>>;
let stackStatus: 'UPDATE_IN_PROGRESS' | 'UPDATE_ROLLBACK_IN_PROGRESS';

const invalid = () => Object.assign(new Error('it does not exist'), { name: 'ValidationError' });
const reported = ([LogicalResourceId, { type, id, status = 'CREATE_COMPLETE' }]: [string, Owned]) => ({
  LogicalResourceId,
  ResourceType: type,
  PhysicalResourceId: id,
  ResourceStatus: status,
  LastUpdatedTimestamp: new Date(),
});

beforeEach(() => {
  for (const mock of [cloudFormation, batch, ec2, iam]) mock.reset();
  for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(() => {});
  stackStatus = 'UPDATE_IN_PROGRESS';
  stacks = {
    [STACK]: { Queue: { type: 'AWS::Batch::JobQueue', id: QUEUE } },
    [OTHER]: {
      Definition: { type: 'AWS::Batch::JobDefinition', id: `${DEFINITION}:3` },
      Role: { type: 'AWS::IAM::Role', id: 'admin' },
    },
  };
  cloudFormation.on(DescribeStackResourceCommand).callsFake(({ StackName, LogicalResourceId }) => {
    const owned = stacks[StackName]?.[LogicalResourceId];
    if (!owned) throw invalid();
    return { StackResourceDetail: reported([LogicalResourceId, owned]) };
  });
  cloudFormation.on(ListStackResourcesCommand).callsFake(({ StackName, NextToken = '0' }) => {
    const all = Object.entries(stacks[StackName] ?? {});
    if (!stacks[StackName]) throw invalid();
    const start = Number(NextToken);
    const rest = start + 100 < all.length ? { NextToken: String(start + 100) } : {};
    return { StackResourceSummaries: all.slice(start, start + 100).map(reported), ...rest };
  });
  cloudFormation.on(DescribeStacksCommand).callsFake(() => ({ Stacks: [{ StackStatus: stackStatus }] }));
  cloudFormation.on(DescribeStackEventsCommand).resolves({ StackEvents: [] });
  batch.on(DescribeJobQueuesCommand).resolves({
    jobQueues: [
      { jobQueueName: 'main', jobQueueArn: QUEUE, state: 'ENABLED', priority: 1, computeEnvironmentOrder: [] },
    ],
  });
  batch.on(DescribeJobDefinitionsCommand).callsFake(({ jobDefinitions: [arn] = [] }) => ({
    jobDefinitions: [{ jobDefinitionArn: arn, jobDefinitionName: 'train', revision: 1, type: 'container' }],
  }));
  iam.on(GetRoleCommand).callsFake(({ RoleName }) => ({ Role: { RoleName, Arn: 'arn:role', Path: '/' } }));
});
afterEach(() => jest.restoreAllMocks());

/** An export as a template has it, on behalf of a stack, with too little time to wait for what is not there. */
const ask = (properties: object, StackId = STACK, more: object = {}) =>
  call(
    event({
      ResourceType: 'Custom::ProvoseExport',
      StackId,
      ResourceProperties: { Attributes: ['arn'], ...properties },
      ...more,
    }),
    1000,
  );
const queue = { ResourceType: 'aws_batch_job_queue', Id: QUEUE };
const definition = { ResourceType: 'aws_batch_job_definition', Id: `${DEFINITION}:3` };
const role = { ResourceType: 'aws_iam_role', Id: 'admin' };
const readings = () => [...batch.calls(), ...ec2.calls(), ...iam.calls()];
const SUCCESS = expect.objectContaining({ Status: 'SUCCESS' });
const REFUSED = expect.objectContaining({
  Status: 'FAILED',
  Reason: expect.stringMatching(/^The stack has no AWS::.* answers only for resources of the stack that asks/),
});

describe('an export is answered', () => {
  it('for a resource of the stack, with one call of CloudFormation', async () => {
    expect(await ask({ ...queue, LogicalId: 'Queue' })).toMatchObject({ Status: 'SUCCESS', Data: { arn: QUEUE } });
    expect(cloudFormation.calls().map(({ args }) => args[0].input)).toEqual([
      { StackName: STACK, LogicalResourceId: 'Queue' },
    ]);
  });

  it('for a template of a macro that gave no logical id, from any page of the stack’s resources', async () => {
    const others = Array.from({ length: 250 }, (_, index) => [
      `A${index}`,
      { type: 'AWS::SNS::Topic', id: `arn:topic:${index}` },
    ]);
    stacks[STACK] = { ...Object.fromEntries(others), ...stacks[STACK] };
    expect(await ask(queue)).toEqual(SUCCESS);
    expect(cloudFormation.commandCalls(ListStackResourcesCommand)).toHaveLength(3);
  });

  it('for a route by its route table', async () => {
    stacks[STACK] = { Table: { type: 'AWS::EC2::RouteTable', id: 'rtb-1' } };
    const Routes = [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' as const }];
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [{ Routes }] });
    const route = { ResourceType: 'aws_route', Id: 'rtb-1', LogicalId: 'Table', Attributes: ['state'] };
    expect(await ask(route)).toMatchObject({ Data: { state: 'active' } });
  });

  it.each([
    ['the ARN of the revision', `${DEFINITION}:3`],
    ['the ARN of another revision', `${DEFINITION}:4`],
    ['the name', 'train'],
  ])('for a job definition, whose physical id is %s', async (_, id) => {
    stacks[STACK] = { Definition: { type: 'AWS::Batch::JobDefinition', id } };
    expect(await ask({ ...definition, LogicalId: 'Definition' })).toEqual(SUCCESS);
  });

  it('once CloudFormation reports the resource, if not at first', async () => {
    const later = stacks[STACK];
    stacks[STACK] = {};
    setTimeout(() => {
      stacks[STACK] = later ?? {};
    }, 300);
    const asked = { ResourceType: 'Custom::ProvoseExport', ResourceProperties: { ...queue, Attributes: ['arn'] } };
    expect(await call(event(asked), 20_000)).toEqual(SUCCESS);
  });
});

describe('an export is refused, and nothing is read,', () => {
  afterEach(() => expect(readings()).toEqual([]));

  it.each([
    ['another stack’s job definition', definition],
    ['another stack’s role', role],
    ['a role of no stack', { ...role, Id: 'by-hand' }],
    ['another stack’s role, by the logical id of a resource of its own', { ...role, LogicalId: 'Queue' }],
    ['another stack’s role, by its logical id there', { ...role, LogicalId: 'Role' }],
    ['nothing', { ...role, Id: '' }],
  ])('of a hand-written template: %s', async (_, properties) => {
    expect(await ask(properties)).toEqual(REFUSED);
  });

  it('of a hand-written template, in which a custom resource gives itself the id of another stack’s role', async () => {
    stacks[STACK] = { Mine: { type: 'Custom::Mine', id: 'admin' } };
    expect(await ask(role)).toEqual(REFUSED);
    expect(await ask({ ...role, LogicalId: 'Mine' })).toEqual(REFUSED);
  });

  it.each(['CREATE_IN_PROGRESS', 'CREATE_FAILED', 'UPDATE_IN_PROGRESS', 'UPDATE_FAILED', 'DELETE_COMPLETE'] as const)(
    'of a hand-written template, in which a role of the same name is %s',
    async (status) => {
      stacks[STACK] = { Mine: { type: 'AWS::IAM::Role', id: 'admin', status } };
      expect(await ask({ ...role, LogicalId: 'Mine' })).toEqual(REFUSED);
    },
  );

  it('of a hand-written template, for a definition whose name begins alike', async () => {
    stacks[STACK] = { Mine: { type: 'AWS::Batch::JobDefinition', id: `${DEFINITION}-2:1` } };
    expect(await ask(definition)).toEqual(REFUSED);
  });

  it('of a forged event, in the name of a stack that does not exist', async () => {
    expect(await ask(role, `${STACK}0`)).toEqual(REFUSED);
  });

  it('of a forged event, in the name of the stack that owns it, with the ResponseURL of another', async () => {
    const sent: URL[] = [];
    jest.doMock('node:https', () => ({
      request: (url: URL, _: unknown, respond: (response: object) => void) => {
        sent.push(url);
        return { on: () => {}, end: (body: string) => respond({ statusCode: 200, resume: () => bodies.push(body) }) };
      },
    }));
    const bodies: string[] = [];
    await jest.isolateModulesAsync(async () => {
      const { handler } = await import('../../handlers/custom-resource/handler.js');
      const bucket = 'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com';
      const ResponseURL = `${bucket}/${encodeURIComponent(STACK)}%7CMine%7C1?X-Amz-Signature=0`;
      const forged = { ResourceType: 'Custom::ProvoseExport', StackId: OTHER, ResponseURL };
      await handler(event({ ...forged, ResourceProperties: { ...role, Attributes: ['json'] } }), contextOf());
    });
    expect(sent.map(({ host }) => host)).toEqual(['cloudformation-custom-resource-response-useast1.s3.amazonaws.com']);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      Status: 'FAILED',
      Reason: 'The ResponseURL is not of the stack that StackId names, and an export answers to no other.',
    });
  });

  it('of a forged event, whose response would not go to CloudFormation', async () => {
    const { handler } = await import('../../handlers/custom-resource/handler.js');
    const origin = process.env[LOCAL_ORIGIN];
    delete process.env[LOCAL_ORIGIN];
    const forged = { ResourceType: 'Custom::ProvoseExport', StackId: OTHER, ResourceProperties: role };
    await expect(handler(event(forged), contextOf())).rejects.toThrow(/not an HTTPS URL of CloudFormation/);
    process.env[LOCAL_ORIGIN] = origin;
    expect(cloudFormation.calls()).toEqual([]);
  });
});

describe('while an update is rolled back', () => {
  const OLD = `${QUEUE}-old`;
  const happened = (...events: [id: string, status: ResourceStatus][]) => {
    const StackEvents = events.map(([PhysicalResourceId, ResourceStatus], index) => ({
      StackId: STACK,
      StackName: 'jobs',
      EventId: String(index),
      Timestamp: new Date(),
      ResourceType: 'AWS::Batch::JobQueue',
      PhysicalResourceId,
      ResourceStatus,
    }));
    cloudFormation.on(DescribeStackEventsCommand).resolves({ StackEvents: [], NextToken: 'more' });
    cloudFormation.on(DescribeStackEventsCommand, { NextToken: 'more' }).resolves({ StackEvents });
  };
  const askForOld = () => ask({ ...queue, Id: OLD, LogicalId: 'Queue' }, STACK, { RequestType: 'Update' });

  it('an export is answered for a resource that was replaced', async () => {
    happened([QUEUE, 'CREATE_COMPLETE'], [OLD, 'UPDATE_IN_PROGRESS'], [OLD, 'CREATE_COMPLETE']);
    expect(await askForOld()).toEqual(REFUSED);
    stackStatus = 'UPDATE_ROLLBACK_IN_PROGRESS';
    expect(await askForOld()).toEqual(SUCCESS);
  });

  it.each([
    ['was deleted since', [['DELETE_COMPLETE'], ['CREATE_COMPLETE']]],
    ['was retained when it left the stack', [['DELETE_SKIPPED'], ['CREATE_COMPLETE']]],
    ['could not be created', [['CREATE_FAILED'], ['CREATE_IN_PROGRESS']]],
    ['the stack never had', []],
  ] as [string, [ResourceStatus][]][])('an export is refused for one that %s', async (_, statuses) => {
    stackStatus = 'UPDATE_ROLLBACK_IN_PROGRESS';
    happened(...statuses.map(([status]): [string, ResourceStatus] => [OLD, status]));
    expect(await askForOld()).toEqual(REFUSED);
    expect(readings()).toEqual([]);
  });
});
