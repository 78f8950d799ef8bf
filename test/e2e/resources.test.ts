/** Resources in the local cloud: the protocol of custom resources, and replacement. */

import { DescribeComputeEnvironmentsCommand, DescribeJobQueuesCommand } from '@aws-sdk/client-batch';
import { CloudFormationClient, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import type { Deployment } from '../../local-cloud/deploy.js';
import { useCloud } from '../support/cloud.js';
import { changedBy as changed, outputsOf as outputs, useFunctions } from '../support/functions.js';
import { inventory } from '../support/inventory.js';

const clients = useCloud({ withMacro: false });
const { deploy: deployFunctions, requests } = useFunctions(clients);
const cloudFormation = () => new CloudFormationClient(clients().cloud.client);
const deploy = (name: string, template: object) => clients().deployer.deploy(name, JSON.stringify(template));

let functions: Deployment;
beforeAll(async () => {
  functions = await deployFunctions();
});

describe('a custom resource', () => {
  const thing = (properties: object) => ({
    Resources: {
      Thing: {
        Type: 'Custom::Thing',
        Properties: { ServiceToken: { 'Fn::ImportValue': 'things' }, Flag: true, Count: 3, ...properties },
      },
    },
    Outputs: {
      Value: { Value: { 'Fn::GetAtt': ['Thing', 'a.b'] } },
      Id: { Value: { 'Fn::Sub': '${Thing}/${Thing.a.b}' } },
    },
  });

  const verbs = () => requests().map(({ RequestType, PhysicalResourceId: id }) => [RequestType, id]);
  const status = async () => (await clients().deployer.find('custom'))?.StackStatus;

  it('is created by its function, which receives scalars as text', async () => {
    const { stack } = await deploy('custom', thing({ Id: 'one' }));
    expect(outputs(stack)).toEqual({ Value: 'one-string', Id: 'one/one-string' });
    const ServiceToken = outputs(functions.stack)['Things'];
    expect(requests()).toEqual([
      {
        RequestType: 'Create',
        RequestId: expect.any(String),
        StackId: stack.StackId,
        LogicalResourceId: 'Thing',
        ResourceType: 'Custom::Thing',
        ServiceToken,
        ResourceProperties: { ServiceToken, Id: 'one', Flag: 'true', Count: '3' },
      },
    ]);
  });

  it('is not asked if nothing changed', async () => {
    expect(await deploy('custom', thing({ Id: 'one' }))).toMatchObject({ status: 'unchanged' });
    expect(verbs()).toEqual([]);
  });

  it('is replaced if an update returns another id', async () => {
    const { stack } = await deploy('custom', thing({ Id: 'two' }));
    expect(outputs(stack)).toEqual({ Value: 'two-string', Id: 'two/two-string' });
    const [update, ...rest] = requests();
    expect(update).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'one',
      ResourceProperties: { Id: 'two' },
      OldResourceProperties: { Id: 'one' },
    });
    expect(rest).toMatchObject([{ RequestType: 'Delete', PhysicalResourceId: 'one' }]);
  });

  it('is updated back if an update fails', async () => {
    await expect(deploy('custom', thing({ Id: 'two', Fail: 'Update' }))).rejects.toThrow(/^Thing: .*as asked/);
    expect(await status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(outputs(await clients().deployer.find('custom'))).toMatchObject({ Value: 'two-string' });
    expect(verbs()).toEqual([
      ['Update', 'two'],
      ['Update', 'two'],
    ]);
  });

  it('cannot change its function', async () => {
    const ServiceToken = 'arn:aws:lambda:us-east-1:123456789012:function:other';
    await expect(deploy('custom', thing({ Id: 'two', ServiceToken }))).rejects.toThrow(
      'Thing: Modifying service token is not allowed.',
    );
    expect(await status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(verbs()).toEqual([]);
  });

  it('is deleted by its function', async () => {
    await clients().deployer.remove('custom');
    expect(verbs()).toEqual([['Delete', 'two']]);
  });

  const failures: [string, object, string][] = [
    [
      'fails',
      { Id: 'x', Fail: 'Create' },
      'Received response status [FAILED] from custom resource. Message returned: as asked',
    ],
    ['returns too much', { Id: 'x', Length: 5000 }, 'Response object is too long.'],
    ['returns no id', {}, 'Invalid PhysicalResourceId'],
    ['does not respond', { Id: 'x', Silent: true, ServiceTimeout: 2 }, 'CloudFormation did not receive a response'],
  ];

  it.each(failures)(
    'is not created if its function %s, and is deleted in case it exists',
    async (_, properties, reason) => {
      await expect(deploy('failing', thing(properties))).rejects.toThrow(`Thing: ${reason}`);
      expect((await clients().deployer.find('failing'))?.StackStatus).toMatch(/^ROLLBACK_/);
      expect(requests().map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
      await clients().deployer.remove('failing');
    },
  );
});

describe('a compute environment that an update replaces', () => {
  const environment = (resources: object, more: object = {}) => ({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
      Environment: {
        Type: 'AWS::Batch::ComputeEnvironment',
        Properties: {
          Type: 'MANAGED',
          ReplaceComputeEnvironment: true,
          ComputeResources: {
            Type: 'FARGATE',
            MaxvCpus: 2,
            Subnets: [{ Ref: 'Subnet' }],
            SecurityGroupIds: [{ 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }],
            ...resources,
          },
        },
      },
      Queue: {
        Type: 'AWS::Batch::JobQueue',
        Properties: {
          JobQueueName: 'queue',
          Priority: 1,
          ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: { Ref: 'Environment' } }],
        },
      },
      ...more,
    },
  });
  const broken = {
    Bad: { Type: 'AWS::EC2::Subnet', DependsOn: 'Queue', Properties: { VpcId: 'vpc-none', CidrBlock: '10.0.1.0/24' } },
  };

  /** The only environment, which the only queue uses. */
  async function there() {
    const { batch } = clients();
    const { computeEnvironments = [] } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
    const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({}));
    const [only] = computeEnvironments;
    expect([computeEnvironments, jobQueues]).toMatchObject([
      [{ state: 'ENABLED', status: 'VALID' }],
      [{ state: 'ENABLED', computeEnvironmentOrder: [{ computeEnvironment: only?.computeEnvironmentArn }] }],
    ]);
    return { arn: only?.computeEnvironmentArn, ...only?.computeResources };
  }

  it('is updated in place for more vCPUs', async () => {
    await deploy('batch', environment({}));
    const { arn } = await there();
    expect(changed(await deploy('batch', environment({ MaxvCpus: 8 })))).toEqual({ Environment: 'Modify' });
    expect(await there()).toMatchObject({ arn, type: 'FARGATE', maxvCpus: 8 });
  });

  it('is replaced for other changes, and its queue follows', async () => {
    const { arn } = await there();
    const update = await deploy('batch', environment({ MaxvCpus: 8, Type: 'FARGATE_SPOT' }));
    expect(changed(update)).toEqual({ Environment: 'Replace', Queue: 'Modify' });
    const after = await there();
    expect(after).toMatchObject({ type: 'FARGATE_SPOT', maxvCpus: 8 });
    expect(after.arn).not.toBe(arn);
  });

  it('stays, with its queue, if a later resource fails', async () => {
    const before = await there();
    await expect(deploy('batch', environment({}, broken))).rejects.toThrow(/^Bad: .*vpc-none/);
    expect(await there()).toEqual(before);
    const template = environment({ MaxvCpus: 8, Type: 'FARGATE_SPOT' });
    expect(await deploy('batch', template)).toMatchObject({ status: 'unchanged' });
    const update = new UpdateStackCommand({ StackName: 'batch', TemplateBody: JSON.stringify(template) });
    await expect(cloudFormation().send(update)).rejects.toThrow('No updates are to be performed.');
    await clients().deployer.remove('batch');
  });

  it('cannot be updated after its creation was rolled back', async () => {
    const before = await inventory(clients());
    await expect(deploy('half', environment({}, broken))).rejects.toThrow(/^Bad: .*vpc-none/);
    expect(await inventory(clients())).toEqual(before);
    await expect(deploy('half', environment({}))).rejects.toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated',
    );
    await clients().deployer.remove('half');
  });
});
