/** Updates that fail: what is restored, in which order, what the functions see of it, and how to go on after that. */

import { unlinkSync, writeFileSync } from 'node:fs';
import {
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { useCloud } from '../support/cloud.js';
import { outputsOf, useFunctions } from '../support/functions.js';

const clients = useCloud({ withMacro: false });
const { deploy: deployFunctions, requests, path } = useFunctions(clients);
const cloudFormation = () => new CloudFormationClient(clients().cloud.client);
const deploy = (template: object) => clients().deployer.deploy('rolled', JSON.stringify(template));
const stack = () => clients().deployer.find('rolled');

const thing = (properties: object, more: object = {}) => ({
  Type: 'Custom::Thing',
  Properties: { ServiceToken: { 'Fn::ImportValue': 'things' }, ...properties },
  ...more,
});
const failing = (DependsOn: string) => ({ Bad: thing({ Id: 'bad', Fail: 'Create' }, { DependsOn }) });

/** A topic, a thing that describes it, and a thing after that. */
const template = (display: string, first: object = {}, more: object = {}) => ({
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'rolled', DisplayName: display } },
    First: thing({ Id: 'first', Ask: { Ref: 'Topic' }, Display: display, ...first }),
    Second: thing({ Id: 'second', Display: display, Of: { Ref: 'First' } }),
    ...more,
  },
  Outputs: { First: { Value: { Ref: 'First' } } },
});

const summary = () =>
  requests().map(({ RequestType, LogicalResourceId, ResourceProperties: now, OldResourceProperties: then }) =>
    [RequestType, LogicalResourceId, then?.Display, now.Display].join(' '),
  );

const eventsAfter = async (status: string) => {
  const { StackEvents = [] } = await cloudFormation().send(new DescribeStackEventsCommand({ StackName: 'rolled' }));
  const events = StackEvents.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`);
  return events.slice(0, events.indexOf(status)).reverse();
};

beforeAll(async () => {
  await deployFunctions();
  await deploy(template('old'));
});

it('shows the stack and its resources to a function while it is created', async () => {
  const [first] = requests();
  expect(first).toMatchObject({
    RequestType: 'Create',
    seen: { stack: ['CREATE_IN_PROGRESS'], own: ['CREATE_IN_PROGRESS'] },
  });
  expect(first.seen.all).toEqual(['Topic', 'First']);
  expect(first.seen.beside).toEqual(['Topic', 'First']);
});

it('restores changed resources in dependency order with their old properties, and deletes new ones after that', async () => {
  await expect(deploy(template('new', {}, failing('Second')))).rejects.toThrow(/^Bad: .*as asked/);
  expect((await stack())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const asked = requests();
  expect(asked.map((one) => one.seen?.stack[0])).toEqual([
    'UPDATE_IN_PROGRESS',
    undefined,
    undefined,
    'UPDATE_ROLLBACK_IN_PROGRESS',
    undefined,
    undefined,
  ]);
  expect(asked[3].seen).toMatchObject({
    own: ['UPDATE_IN_PROGRESS'],
    beside: ['Topic', 'First', 'Second', 'Bad'],
  });
  expect(asked.map((one) => [one.RequestType, one.LogicalResourceId, one.ResourceProperties.Display])).toEqual([
    ['Update', 'First', 'new'],
    ['Update', 'Second', 'new'],
    ['Create', 'Bad', undefined],
    ['Update', 'First', 'old'],
    ['Update', 'Second', 'old'],
    ['Delete', 'Bad', undefined],
  ]);
  expect(asked[3].OldResourceProperties.Display).toBe('new');
  expect(await eventsAfter('rolled UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
    'Topic UPDATE_IN_PROGRESS',
    'Topic UPDATE_COMPLETE',
    'First UPDATE_IN_PROGRESS',
    'First UPDATE_COMPLETE',
    'Second UPDATE_IN_PROGRESS',
    'Second UPDATE_COMPLETE',
    'rolled UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'Bad DELETE_IN_PROGRESS',
    'Bad DELETE_COMPLETE',
    'rolled UPDATE_ROLLBACK_COMPLETE',
  ]);
});

it('restores a resource that the update replaced, and deletes the replacement', async () => {
  await expect(deploy(template('old', { Id: 'other' }, failing('Second')))).rejects.toThrow(/^Bad: /);
  expect(outputsOf(await stack())).toEqual({ First: 'first' });
  const asked = requests().map((one) => [one.RequestType, one.LogicalResourceId, one.PhysicalResourceId]);
  expect(asked).toEqual([
    ['Update', 'First', 'first'],
    ['Update', 'Second', 'second'],
    ['Create', 'Bad', undefined],
    ['Update', 'First', 'other'],
    ['Update', 'Second', 'second'],
    ['Delete', 'First', 'other'],
    ['Delete', 'Bad', 'bad'],
  ]);
});

describe('a rollback that fails', () => {
  const obstacle = path('obstacle');
  const resume = (...ResourcesToSkip: string[]) =>
    cloudFormation().send(new ContinueUpdateRollbackCommand({ StackName: 'rolled', ResourcesToSkip }));

  /** Updates a stack whose first thing cannot be updated back. */
  async function fail() {
    await deploy(template('old', { FailWhile: obstacle }));
    requests();
    // The new properties do not look at the obstacle, and the old ones do.
    writeFileSync(obstacle, '');
    await expect(deploy(template('new', {}, failing('Second')))).rejects.toThrow(/^Bad: .*as asked/);
  }

  it('is UPDATE_ROLLBACK_FAILED, and says for which resource', async () => {
    await fail();
    expect(await stack()).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_FAILED',
      StackStatusReason: 'The following resource(s) failed to update: [First]. ',
    });
    const { StackResources = [] } = await cloudFormation().send(
      new DescribeStackResourcesCommand({ StackName: 'rolled', LogicalResourceId: 'First' }),
    );
    expect(StackResources).toMatchObject([
      { ResourceStatus: 'UPDATE_FAILED', ResourceStatusReason: expect.stringContaining('as asked') },
    ]);
    expect(summary().slice(3)).toEqual(['Update First new old', 'Update Second new old']);
  });

  it('refuses updates, and to skip a resource that did not fail', async () => {
    await expect(deploy(template('newer'))).rejects.toThrow('UPDATE_ROLLBACK_FAILED state and can not be updated');
    await expect(resume('Second')).rejects.toThrow('[Second]');
  });

  it('fails again while the obstacle is there, and completes without it', async () => {
    await resume();
    expect((await stack())?.StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    unlinkSync(obstacle);
    await resume();
    expect((await stack())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(summary()).toEqual(['Update First new old', 'Update First new old', 'Delete Bad  ']);
    await expect(resume()).rejects.toThrow('is in UPDATE_ROLLBACK_COMPLETE state');
    expect(await deploy(template('old', { FailWhile: obstacle }))).toMatchObject({ status: 'unchanged' });
  });

  it('completes without the resources to skip', async () => {
    await fail();
    requests();
    await resume('First');
    expect((await stack())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(summary()).toEqual(['Delete Bad  ']);
    expect(await deploy(template('old', { FailWhile: obstacle }))).toMatchObject({ status: 'unchanged' });
    unlinkSync(obstacle);
  });

  it('lets the stack be deleted, with what the update created', async () => {
    await deploy(template('old', { FailWhile: obstacle, Again: 1 }));
    writeFileSync(obstacle, '');
    await expect(deploy(template('new', { Id: 'other' }, failing('Second')))).rejects.toThrow(/^Bad: .*as asked/);
    expect((await stack())?.StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    unlinkSync(obstacle);
    requests();
    await clients().deployer.remove('rolled');
    const deleted = requests().map((one) => [one.RequestType, one.PhysicalResourceId]);
    expect(deleted).toEqual([
      ['Delete', 'bad'],
      ['Delete', 'second'],
      ['Delete', 'other'],
    ]);
  });
});
