/** Checks the example for AWS Service Catalog: the product in all shapes, the portfolio, and the launch role. */

import { toYaml } from '../cli/yaml-output.js';
import { type Mapping, section, type Template } from '../macro/template/template.js';
import { expectGolden } from './support/golden.js';
import {
  actionsFor,
  generatedResources,
  grantedBy,
  lengthOf,
  policiesOf,
  statementOf,
  templateWhere,
  trustedBy,
  typeOf,
  unique,
} from './support/permissions.js';
import { launches, PORTFOLIO, PRODUCT } from './support/product.js';
import { violations } from './support/service-spec.js';

const all = launches();
const product = templateWhere(PRODUCT);
const portfolio = templateWhere(PORTFOLIO, { HasEndUser: true });
const generated = all.flatMap(({ source, template }) => generatedResources({ source, template: template as Template }));
const ofType = (type: string) => generated.filter((one) => typeOf(one) === type);
const propertiesOf = (id: string) => section(section(section(portfolio, 'Resources'), id) as Mapping, 'Properties');

describe('the product', () => {
  it('expands in every shape, with a warning only for an image that jobs without internet cannot reach', () => {
    const found = all.map(({ parameters: { Network, ImageFrom }, template, diagnostics }) => ({
      isExpanded: template !== undefined,
      codes: diagnostics.map(({ code }) => code),
      expected: Network === 'endpoints' && ImageFrom === 'public registry' ? ['image-outside-ecr'] : [],
    }));
    for (const { isExpanded, codes, expected } of found) expect([isExpanded, codes]).toEqual([true, expected]);
  });

  it('conforms to AWS’s resource specification in every shape', () => {
    expect(unique(all.flatMap(({ template }) => violations(template as Template)))).toEqual([]);
  });

  it('expands with its defaults to the golden file', () => {
    expectGolden('test/fixtures/service-catalog/product.yaml', toYaml(all[0]?.template as Template));
  });

  it('names nothing without the name of the stack', () => {
    const names = generated.flatMap((one) =>
      Object.entries(section(one, 'Properties')).filter(([key]) => /(?<!Service)Name$/.test(key)),
    );
    expect(unique(names.map(([key]) => key))).toEqual(['JobDefinitionName', 'JobQueueName']);
    for (const [, value] of names) expect(JSON.stringify(value)).toContain('${AWS::StackName}-');
  });

  it('shows every parameter in a group, under a label', () => {
    const { ParameterGroups, ParameterLabels } = section(
      section(product, 'Metadata'),
      'AWS::CloudFormation::Interface',
    );
    const names = Object.keys(section(product, 'Parameters'));
    expect((ParameterGroups as Mapping[]).flatMap((group) => group['Parameters']).sort()).toEqual([...names].sort());
    expect(Object.keys(ParameterLabels as Mapping).sort()).toEqual([...names].sort());
  });

  it('can be launched without a choice', () => {
    for (const parameter of Object.values(section(product, 'Parameters'))) expect(parameter).toHaveProperty('Default');
  });
});

describe('the portfolio', () => {
  it('conforms to AWS’s resource specification', () => {
    expect(violations(portfolio)).toEqual([]);
  });

  it('constrains the product after the association', () => {
    for (const id of ['LaunchConstraint', 'TemplateConstraint']) {
      expect(section(section(portfolio, 'Resources'), id)['DependsOn']).toBe('Association');
    }
    expect(propertiesOf('LaunchConstraint')['RoleArn']).toEqual({ 'Fn::GetAtt': ['LaunchRole', 'Arn'] });
  });

  it('constrains parameters to values that the product allows', () => {
    const { MaxVcpus } = JSON.parse(String(propertiesOf('TemplateConstraint')['Rules']));
    const [values, { Ref }] = MaxVcpus.Assertions[0].Assert['Fn::Contains'];
    const allowed = section(section(product, 'Parameters'), Ref)['AllowedValues'] as number[];
    for (const value of values) expect(allowed.map(String)).toContain(value);
    expect(values.length).toBeLessThan(allowed.length);
  });

  it('does not let a launch change tags later, which replaces queues', () => {
    const types = Object.values(section(portfolio, 'Resources')).map(typeOf);
    expect(types).not.toContain('AWS::ServiceCatalog::ResourceUpdateConstraint');
  });
});

/** https://docs.aws.amazon.com/servicecatalog/latest/adminguide/constraints-launch.html */
const LAUNCH = 'Service Catalog launches, updates and terminates stacks with the role';
const AZS =
  'Fn::GetAZs: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html';

/** What no handler does. */
const REASONS: Readonly<Record<string, string>> = {
  'cloudformation:CreateChangeSet': 'a template with a macro needs a change set, or the capability to do without',
  'cloudformation:CreateStack': LAUNCH,
  'cloudformation:DeleteChangeSet': LAUNCH,
  'cloudformation:DeleteStack': LAUNCH,
  'cloudformation:DescribeChangeSet': LAUNCH,
  'cloudformation:DescribeStackEvents': LAUNCH,
  'cloudformation:DescribeStacks': LAUNCH,
  'cloudformation:ExecuteChangeSet': LAUNCH,
  'cloudformation:GetTemplateSummary': LAUNCH,
  'cloudformation:ListChangeSets': LAUNCH,
  'cloudformation:SetStackPolicy': LAUNCH,
  'cloudformation:TagResource': 'Service Catalog and tag options tag the stack',
  'cloudformation:UntagResource': 'Service Catalog and tag options tag the stack',
  'cloudformation:UpdateStack': LAUNCH,
  'cloudformation:ValidateTemplate': LAUNCH,
  'ec2:DescribeAccountAttributes': AZS,
  'ec2:DescribeAvailabilityZones': AZS,
  'lambda:InvokeFunction': 'macros and custom resources run as the caller',
  's3:GetObject': 'the template, in a bucket of Service Catalog',
};

describe('the launch role', () => {
  it('grants what a launch needs, and nothing else without a reason', () => {
    const needed = actionsFor(unique(generated.map(typeOf)));
    expect(grantedBy(portfolio)).toEqual(unique([...needed, ...Object.keys(REASONS).map((one) => one.toLowerCase())]));
  });

  it('attaches only the policies that the product’s roles have', () => {
    const attached = ofType('AWS::IAM::Role').flatMap(
      (one) => (section(one, 'Properties')['ManagedPolicyArns'] ?? []) as Mapping[],
    );
    const { Condition = {} } = statementOf(portfolio, 'RolePolicies');
    const allowed = section(Condition, 'ArnEquals')['iam:PolicyARN'] as Mapping[];
    expect(unique(allowed.map((one) => String(one['Fn::Sub'])))).toEqual(
      unique(attached.map((one) => String(one['Fn::Sub']))),
    );
  });

  it('passes roles only to the services that the roles trust, and to AWS Batch', () => {
    const { Condition = {} } = statementOf(portfolio, 'PassRoles');
    expect(section(Condition, 'StringEquals')['iam:PassedToService']).toEqual(
      unique([...trustedBy(generated), 'batch.amazonaws.com']),
    );
  });

  it('has inline policies within the quota of a role', () => {
    const sizes = (policiesOf(portfolio)['LaunchRole'] ?? []).map(lengthOf);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(10_240);
  });
});
