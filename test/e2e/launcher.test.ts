/** What the launcher adds to moto: SAM, macros, custom resources, refusals, replacement and rolling back. */

import { DescribeComputeEnvironmentsCommand, DescribeJobQueuesCommand } from '@aws-sdk/client-batch';
import {
  type Capability,
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Deployment } from '../../local-cloud/deploy.js';
import { useCloud } from '../support/cloud.js';
import { changedBy as changed, outputsOf as outputs, useFunctions } from '../support/functions.js';
import { inventory } from '../support/inventory.js';

const clients = useCloud({ withMacro: false });
const { deploy: deployFunctions, requests } = useFunctions(clients);
const TOPIC = { Type: 'AWS::SNS::Topic' };

const cloudFormation = () => new CloudFormationClient(clients().cloud.client);
const deploy = (name: string, template: object, parameters = {}) =>
  clients().deployer.deploy(name, JSON.stringify(template), parameters);

async function templateOf(StackName: string, TemplateStage: 'Original' | 'Processed') {
  const { TemplateBody = '' } = await cloudFormation().send(new GetTemplateCommand({ StackName, TemplateStage }));
  return JSON.parse(TemplateBody);
}

let functions: Deployment;
beforeAll(async () => {
  functions = await deployFunctions();
});

describe('a SAM template', () => {
  it('is deployed, with the roles of its functions', async () => {
    expect(changed(functions)).toEqual({
      Macro: 'Add',
      MacroFunction: 'Add',
      MacroFunctionRole: 'Add',
      Log: 'Add',
      CustomFunction: 'Add',
      CustomFunctionRole: 'Add',
      CustomFunctionEventInvokeConfig: 'Add',
    });
    const { StackResources = [] } = await cloudFormation().send(
      new DescribeStackResourcesCommand({ StackName: 'functions', LogicalResourceId: 'MacroFunctionRole' }),
    );
    const { AttachedPolicies = [] } = await clients().iam.send(
      new ListAttachedRolePoliciesCommand({ RoleName: StackResources[0]?.PhysicalResourceId }),
    );
    expect(AttachedPolicies.map(({ PolicyName }) => PolicyName).sort()).toEqual([
      'AWSLambdaBasicExecutionRole',
      'AmazonEC2ReadOnlyAccess',
    ]);
  });

  it('is left alone where nothing changed', async () => {
    expect(await deployFunctions()).toMatchObject({ status: 'unchanged' });
  });
});

describe('a macro', () => {
  const sections = (...names: string[]) => ({
    Transform: 'Sections',
    Parameters: {
      Mode: { Type: 'String', Default: 'work' },
      List: { Type: 'CommaDelimitedList', Default: 'a,b' },
    },
    'My::Section': names,
    Resources: { Own: TOPIC },
    Outputs: { Second: { Value: { 'Fn::Select': [1, { Ref: 'List' }] } }, Alpha: { Value: { Ref: 'Alpha' } } },
  });

  it('expands a template', async () => {
    const deployment = await deploy('sections', sections('Alpha', 'Beta'));
    expect(changed(deployment)).toEqual({ Own: 'Add', Alpha: 'Add', Beta: 'Add' });
    expect(outputs(deployment.stack)).toEqual({ Second: 'b', Alpha: expect.stringMatching(/^arn:aws:sns:/) });
    expect(await templateOf('sections', 'Original')).toEqual(sections('Alpha', 'Beta'));
    const processed = await templateOf('sections', 'Processed');
    expect(processed).not.toHaveProperty('Transform');
    expect(processed.Resources).toEqual({ Own: TOPIC, Alpha: TOPIC, Beta: TOPIC });
  });

  it('runs as configured, with the values of the parameters', async () => {
    const { milliseconds, ...seen } = (await templateOf('sections', 'Processed')).Metadata.Seen;
    expect(seen).toEqual({
      transformId: '123456789012::Sections',
      templateParameterValues: { Mode: 'work', List: ['a', 'b'] },
      logGroup: '/test/macro',
      memory: '256',
      greeting: 'hello',
    });
    expect(milliseconds).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThanOrEqual(10_000);
  });

  it('gives what an update is compared with', async () => {
    expect(await deploy('sections', sections('Alpha', 'Beta'))).toMatchObject({ status: 'unchanged' });
    expect(changed(await deploy('sections', sections('Alpha', 'Gamma')))).toEqual({ Gamma: 'Add', Beta: 'Remove' });
  });

  it('refuses, or crashes, and the stack is as it was', async () => {
    await expect(deploy('sections', sections('Alpha'), { Mode: 'refuse' })).rejects.toThrow(
      /^Transform 123456789012::Sections failed with: not like this$/,
    );
    await expect(deploy('sections', sections('Alpha'), { Mode: 'crash' })).rejects.toThrow(
      /^Received malformed response from transform 123456789012::Sections$/,
    );
    expect((await clients().deployer.find('sections'))?.StackStatus).toBe('UPDATE_COMPLETE');
    await clients().deployer.remove('sections');
  });

  it('expands a snippet', async () => {
    const call = { Name: 'Sections', Parameters: { Count: { Ref: 'Count' } } };
    await deploy('snippet', {
      Parameters: { Count: { Type: 'Number', Default: 3 } },
      Resources: { Topic: { ...TOPIC, Properties: { TopicName: 'snippet', 'Fn::Transform': call } } },
    });
    const { Resources } = await templateOf('snippet', 'Processed');
    expect(Resources.Topic.Properties).toEqual({ TopicName: 'snippet', DisplayName: '3' });
    await clients().deployer.remove('snippet');
  });

  it('is missed where there is none of the name', async () => {
    const missing = 'No transform named 123456789012::Nothing found.';
    await expect(deploy('none', { Transform: 'Nothing', Resources: { Own: TOPIC } })).rejects.toThrow(missing);
    const Properties = { 'Fn::Transform': { Name: 'Nothing', Parameters: {} } };
    await expect(deploy('none', { Resources: { Own: { ...TOPIC, Properties } } })).rejects.toThrow(missing);
  });

  it('needs a capability where there is no change set', async () => {
    const create = (ParameterValue: string, ...Capabilities: Capability[]) =>
      cloudFormation().send(
        new CreateStackCommand({
          StackName: 'direct',
          TemplateBody: JSON.stringify(sections('Alpha')),
          Parameters: [{ ParameterKey: 'Mode', ParameterValue }],
          Capabilities,
        }),
      );
    await expect(create('work')).rejects.toThrow('Requires capabilities : [CAPABILITY_AUTO_EXPAND]');
    await expect(create('refuse', 'CAPABILITY_AUTO_EXPAND')).rejects.toThrow(
      'Transform 123456789012::Sections failed with: not like this',
    );
  });
});

describe('a template', () => {
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
  const dangling = { ...TOPIC, Properties: { TopicName: { 'Fn::Sub': '${Nowhere.Arn}-x' } } };
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`Topic${index}`, TOPIC]));
  const refusals: [string, object, string][] = [
    [
      'an unknown section',
      { Resources: { A: TOPIC }, Strange: {} },
      'Invalid template property or properties [Strange]',
    ],
    ['no resources', { Outputs: {} }, 'At least one Resources member must be defined.'],
    ['too many resources', { Resources: many }, 'Number of resources, 501, is greater than maximum allowed, 500'],
    [
      'a type that the local cloud lacks',
      { Resources: { A: { Type: 'AWS::No::No' } } },
      'The local cloud does not support the resource types [AWS::No::No]. This is its own limit',
    ],
    [
      'a resource that refers to nothing',
      { Resources: { A: dangling } },
      'Template format error: Unresolved resource dependencies [Nowhere] in the Resources block of the template',
    ],
    [
      'an output that refers to nothing',
      { Resources: { A: TOPIC }, Outputs: { O: { Value: { 'Fn::GetAtt': ['B', 'Arn'] } } } },
      'Unresolved resource dependencies [B] in the Outputs block of the template',
    ],
    [
      'a circle',
      { Resources: { A: { ...TOPIC, DependsOn: 'B' }, B: { ...TOPIC, DependsOn: ['A'] } } },
      'Circular dependency between resources',
    ],
    ['a role, and no capability', { Resources: { A: role } }, 'Requires capabilities : [CAPABILITY_IAM]'],
  ];

  it.each(refusals)('is refused for %s', async (_, template, reason) => {
    const create = new CreateStackCommand({ StackName: 'refused', TemplateBody: JSON.stringify(template) });
    await expect(cloudFormation().send(create)).rejects.toThrow(reason);
    const { Stacks = [] } = await cloudFormation().send(new DescribeStacksCommand({}));
    expect(Stacks.map(({ StackName }) => StackName)).not.toContain('refused');
  });

  it('is summed up', async () => {
    const TemplateBody = JSON.stringify({ Resources: { A: TOPIC } });
    const { ResourceTypes } = await cloudFormation().send(new GetTemplateSummaryCommand({ TemplateBody }));
    expect(ResourceTypes).toEqual([TOPIC.Type]);
  });
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

  it('is created by its function, which is sent texts', async () => {
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

  it('is not asked where nothing changed', async () => {
    expect(await deploy('custom', thing({ Id: 'one' }))).toMatchObject({ status: 'unchanged' });
    expect(verbs()).toEqual([]);
  });

  it('is replaced where an update answers with another id', async () => {
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

  it('is updated back where an update fails', async () => {
    await expect(deploy('custom', thing({ Id: 'two', Fail: 'Update' }))).rejects.toThrow(/^Thing: .*as asked/);
    expect(await status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(outputs(await clients().deployer.find('custom'))).toMatchObject({ Value: 'two-string' });
    expect(verbs()).toEqual([
      ['Update', 'two'],
      ['Update', 'two'],
    ]);
  });

  it('keeps its function', async () => {
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
    ['says too much', { Id: 'x', Length: 5000 }, 'Response object is too long.'],
    ['gives no id', {}, 'Invalid PhysicalResourceId'],
    ['does not answer', { Id: 'x', Silent: true, ServiceTimeout: 2 }, 'CloudFormation did not receive a response'],
  ];

  it.each(failures)(
    'is not created, and what there may be of it is deleted, where its function %s',
    async (_, properties, reason) => {
      await expect(deploy('failing', thing(properties))).rejects.toThrow(`Thing: ${reason}`);
      expect((await clients().deployer.find('failing'))?.StackStatus).toMatch(/^ROLLBACK_/);
      expect(requests().map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
      await clients().deployer.remove('failing');
    },
  );
});

describe('a compute environment that updates replace', () => {
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

  /** The one environment, which the one queue is of. */
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

  it('is replaced for anything else, and its queue follows', async () => {
    const { arn } = await there();
    const update = await deploy('batch', environment({ MaxvCpus: 8, Type: 'FARGATE_SPOT' }));
    expect(changed(update)).toEqual({ Environment: 'Replace', Queue: 'Modify' });
    const after = await there();
    expect(after).toMatchObject({ type: 'FARGATE_SPOT', maxvCpus: 8 });
    expect(after.arn).not.toBe(arn);
  });

  it('stays, with its queue, where a later resource of the update fails', async () => {
    const before = await there();
    await expect(deploy('batch', environment({}, broken))).rejects.toThrow(/^Bad: .*vpc-none/);
    expect(await there()).toEqual(before);
    const template = environment({ MaxvCpus: 8, Type: 'FARGATE_SPOT' });
    expect(await deploy('batch', template)).toMatchObject({ status: 'unchanged' });
    const update = new UpdateStackCommand({ StackName: 'batch', TemplateBody: JSON.stringify(template) });
    await expect(cloudFormation().send(update)).rejects.toThrow('No updates are to be performed.');
    await clients().deployer.remove('batch');
  });

  it('cannot be updated where its creation was rolled back', async () => {
    const before = await inventory(clients());
    await expect(deploy('half', environment({}, broken))).rejects.toThrow(/^Bad: .*vpc-none/);
    expect(await inventory(clients())).toEqual(before);
    await expect(deploy('half', environment({}))).rejects.toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated',
    );
    await clients().deployer.remove('half');
  });
});
