/** Templates in the local cloud: SAM, macros, and what is refused before anything is created. */

import {
  type Capability,
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
} from '@aws-sdk/client-cloudformation';
import { ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Deployment } from '../../local-cloud/deploy.js';
import { useCloud } from '../support/cloud.js';
import { changedBy as changed, outputsOf as outputs, useFunctions } from '../support/functions.js';

const clients = useCloud({ withMacro: false });
const { deploy: deployFunctions } = useFunctions(clients);
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

  it('is left alone if nothing changed', async () => {
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

  it('is expanded again, and the results are compared', async () => {
    expect(await deploy('sections', sections('Alpha', 'Beta'))).toMatchObject({ status: 'unchanged' });
    expect(changed(await deploy('sections', sections('Alpha', 'Gamma')))).toEqual({ Gamma: 'Add', Beta: 'Remove' });
  });

  it('leaves the stack as it was if it refuses or crashes', async () => {
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

  it('must exist', async () => {
    const missing = 'No transform named 123456789012::Nothing found.';
    await expect(deploy('none', { Transform: 'Nothing', Resources: { Own: TOPIC } })).rejects.toThrow(missing);
    const Properties = { 'Fn::Transform': { Name: 'Nothing', Parameters: {} } };
    await expect(deploy('none', { Resources: { Own: { ...TOPIC, Properties } } })).rejects.toThrow(missing);
  });

  it('needs a capability without a change set', async () => {
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
      'a circular dependency',
      { Resources: { A: { ...TOPIC, DependsOn: 'B' }, B: { ...TOPIC, DependsOn: ['A'] } } },
      'Circular dependency between resources',
    ],
    ['a role without a capability', { Resources: { A: role } }, 'Requires capabilities : [CAPABILITY_IAM]'],
  ];

  it.each(refusals)('is refused for %s', async (_, template, reason) => {
    const create = new CreateStackCommand({ StackName: 'refused', TemplateBody: JSON.stringify(template) });
    await expect(cloudFormation().send(create)).rejects.toThrow(reason);
    const { Stacks = [] } = await cloudFormation().send(new DescribeStacksCommand({}));
    expect(Stacks.map(({ StackName }) => StackName)).not.toContain('refused');
  });

  it('calls no macro in its text, and needs no capability for it', async () => {
    const topic = { ...TOPIC, Properties: { DisplayName: '{"Fn::Transform": {}}' } };
    const TemplateBody = JSON.stringify({ Resources: { A: topic } });
    await cloudFormation().send(new CreateStackCommand({ StackName: 'text', TemplateBody }));
    await clients().deployer.remove('text');
  });

  it('has a summary', async () => {
    const TemplateBody = JSON.stringify({ Resources: { A: TOPIC } });
    const { ResourceTypes } = await cloudFormation().send(new GetTemplateSummaryCommand({ TemplateBody }));
    expect(ResourceTypes).toEqual([TOPIC.Type]);
  });
});
