/** What CloudFormation refuses in parameters, outputs, exports and change sets, in its own words where they are known. */

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  type DescribeStackResourcesInput,
} from '@aws-sdk/client-cloudformation';
import { useCloud } from '../support/cloud.js';
import { outputsOf } from '../support/functions.js';

const clients = useCloud({ withMacro: false });
const cloudFormation = () => new CloudFormationClient(clients().cloud.client);
const TOPIC = { Type: 'AWS::SNS::Topic' };
const deploy = (name: string, template: object) => clients().deployer.deploy(name, JSON.stringify(template));

describe('a parameter', () => {
  const list = 'CommaDelimitedList';
  const cases: [string, object, string, string][] = [
    ['no allowed value', { AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
    [
      'a member that is not allowed',
      { Type: list, AllowedValues: ['a', 'b'] },
      'a,c',
      "'P' must be one of AllowedValues",
    ],
    ['another pattern', { AllowedPattern: '[a-z]+' }, 'a1', "Parameter 'P' must match pattern [a-z]+"],
    ['a member of another pattern', { Type: list, AllowedPattern: '[a-z]+' }, 'a,1', "'P' must match pattern [a-z]+"],
    ['too few characters', { MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
    ['too many characters', { MaxLength: '3' }, 'abcd', "Parameter 'P' must contain at most 3 characters"],
    ['text for a number', { Type: 'Number' }, 'many', "Parameter 'P' must be a number"],
    ['too small a number', { Type: 'Number', MinValue: 1 }, '0', "Parameter 'P' must be a number not less than 1"],
    ['too large a number', { Type: 'Number', MaxValue: 8 }, '8.5', "Parameter 'P' must be a number not greater than 8"],
    ['too large a member', { Type: 'List<Number>', MaxValue: 8 }, '1, 9', "'P' must be a number not greater than 8"],
    [
      'a violation that is described',
      { MinLength: 3, ConstraintDescription: 'Must be long.' },
      'ab',
      'Parameter P failed to satisfy constraint: Must be long.',
    ],
    ['no such type', { Type: 'Text' }, 'ab', 'Template format error: Unrecognized parameter type: Text'],
  ];

  // With a macro, which would not be found: the parameters are checked before.
  it.each(cases)('is refused for %s', async (_, spec, ParameterValue, reason) => {
    const template = { Parameters: { P: { Type: 'String', ...spec } }, Resources: { Topic: TOPIC } };
    const request = {
      StackName: 'refused',
      TemplateBody: JSON.stringify(template),
      Parameters: [{ ParameterKey: 'P', ParameterValue }],
    };
    await expect(cloudFormation().send(new CreateStackCommand(request))).rejects.toThrow(reason);
    const expanded = { ...request, TemplateBody: JSON.stringify({ Transform: 'Nothing', ...template }) };
    const changeSet = new CreateChangeSetCommand({ ...expanded, ChangeSetName: 'refused', ChangeSetType: 'CREATE' });
    await expect(cloudFormation().send(changeSet)).rejects.toThrow(reason);
    expect(await clients().deployer.find('refused')).toBeUndefined();
  });

  it('is accepted within its bounds', async () => {
    const spec = { Type: 'Number', MinValue: 1, MaxValue: 8, AllowedPattern: '\\d', Default: 8 };
    const { stack } = await deploy('bounded', {
      Parameters: { P: spec, Q: { Type: list, AllowedValues: ['a', 'b'], Default: 'a, b' } },
      Resources: { Topic: TOPIC },
      Outputs: { P: { Value: { Ref: 'P' } } },
    });
    expect(outputsOf(stack)).toEqual({ P: '8' });
    await clients().deployer.remove('bounded');
  });
});

describe('an output', () => {
  const word = 'Template format error: The Value field of every Outputs member must evaluate to a String';
  const Vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };

  it.each([
    ['a list', ['a'], `${word}.`],
    ['a parameter of a list', { Ref: 'List' }, `${word}.`],
    ['a function of a list', { 'Fn::GetAZs': '' }, `${word}.`],
    ['parts of what is not yet known', { 'Fn::Split': ['-', { Ref: 'Vpc' }] }, `${word}.`],
    ['a map', { a: 'b' }, `${word} and not a Map.`],
  ])('is refused for %s', async (_, Value, reason) => {
    const template = {
      Parameters: { List: { Type: 'CommaDelimitedList', Default: 'a,b' } },
      Resources: { Vpc },
      Outputs: { O: { Value } },
    };
    const create = new CreateStackCommand({ StackName: 'refused', TemplateBody: JSON.stringify(template) });
    await expect(cloudFormation().send(create)).rejects.toThrow(reason);
  });
});

describe('an export', () => {
  const exporting = (value: string, Name = 'shared', more: object = {}) => ({
    Resources: { Topic: TOPIC },
    Outputs: { Shared: { Value: value, Export: { Name } }, ...more },
  });
  const importing = {
    Resources: { Topic: { ...TOPIC, Properties: { DisplayName: { 'Fn::ImportValue': 'shared' } } } },
  };
  const status = async (name: string) => (await clients().deployer.find(name))?.StackStatus;

  beforeAll(async () => {
    await deploy('exporter', exporting('one'));
  });

  it('is refused if another stack has its name', async () => {
    const taken = 'Export with name shared is already exported by stack exporter';
    await expect(deploy('second', exporting('two'))).rejects.toThrow(taken);
    expect(await status('second')).toBe('ROLLBACK_COMPLETE');
    await clients().deployer.remove('second');
    const twice = exporting('two', 'own', { Again: { Value: 'x', Export: { Name: 'own' } } });
    await expect(deploy('second', twice)).rejects.toThrow('Export with name own is already exported by stack second');
    await clients().deployer.remove('second');
    await deploy('second', exporting('two', 'own'));
    await expect(deploy('second', exporting('two'))).rejects.toThrow(taken);
    expect(await status('second')).toBe('UPDATE_ROLLBACK_COMPLETE');
    await clients().deployer.remove('second');
  });

  it('can change while no stack imports it', async () => {
    await deploy('exporter', exporting('two'));
    await deploy('exporter', exporting('two', 'renamed'));
    await deploy('exporter', exporting('three'));
  });

  it('can neither change nor go while a stack imports it', async () => {
    await deploy('importer', importing);
    await expect(deploy('exporter', exporting('four'))).rejects.toThrow(
      'Export shared cannot be updated as it is in use by importer',
    );
    await expect(deploy('exporter', exporting('three', 'renamed'))).rejects.toThrow(
      'Export shared cannot be deleted as it is in use by importer',
    );
    expect(await status('exporter')).toBe('UPDATE_ROLLBACK_COMPLETE');
    await expect(clients().deployer.remove('exporter')).rejects.toThrow(
      'Delete canceled. Cannot delete export shared as it is in use by importer.',
    );
    expect(await status('exporter')).toBe('UPDATE_ROLLBACK_COMPLETE');
    const events = await cloudFormation().send(new DescribeStackEventsCommand({ StackName: 'exporter' }));
    expect(events.StackEvents?.[0]?.ResourceStatusReason).toContain('Delete canceled');
  });

  it('can go once the importing stack has gone', async () => {
    await clients().deployer.remove('importer');
    await clients().deployer.remove('exporter');
    await expect(deploy('importer', importing)).rejects.toThrow('No export named shared found.');
  });
});

describe('a change set without a type', () => {
  const create = (StackName: string) =>
    cloudFormation().send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: 'typeless',
        TemplateBody: JSON.stringify({ Resources: { Topic: TOPIC, Other: TOPIC } }),
      }),
    );

  it('is an update', async () => {
    await deploy('existing', { Resources: { Topic: TOPIC } });
    const { Id } = await create('existing');
    const { Changes = [] } = await cloudFormation().send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
    expect(Changes.map((each) => each.ResourceChange?.LogicalResourceId)).toEqual(['Other']);
    await clients().deployer.remove('existing');
  });

  it('is refused for a stack that does not exist', async () => {
    await expect(create('absent')).rejects.toThrow('Stack [absent] does not exist');
    expect(await clients().deployer.find('absent')).toBeUndefined();
  });
});

describe('a request for the resources of a stack', () => {
  const describeResources = async (input: DescribeStackResourcesInput) =>
    (await cloudFormation().send(new DescribeStackResourcesCommand(input))).StackResources ?? [];

  it('takes the name of the stack or the physical id of one of its resources, and returns 100 at most', async () => {
    const topics = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`Topic${index}`, TOPIC]));
    const { stack } = await deploy('large', { Resources: topics, Outputs: { Last: { Value: { Ref: 'Topic100' } } } });
    const PhysicalResourceId = outputsOf(stack)['Last'];
    const found = await describeResources({ PhysicalResourceId });
    expect(found).toHaveLength(100);
    expect(found[0]).toMatchObject({ StackName: 'large', StackId: stack.StackId, ResourceStatus: 'CREATE_COMPLETE' });
    expect(await describeResources({ StackName: 'large', LogicalResourceId: 'Topic100' })).toMatchObject([
      { LogicalResourceId: 'Topic100', PhysicalResourceId },
    ]);
    const one = 'You must specify either StackName or PhysicalResourceId, but not both';
    await expect(describeResources({ StackName: 'large', PhysicalResourceId })).rejects.toThrow(one);
    await expect(describeResources({})).rejects.toThrow(one);
    await clients().deployer.remove('large');
    await expect(describeResources({ PhysicalResourceId })).rejects.toThrow(/^Stack for arn:.* does not exist$/);
  });
});
