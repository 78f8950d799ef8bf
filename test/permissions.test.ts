/**
 * Checks that the documented policies grant what a deployment needs, and nothing else without a reason. No test can show
 * what AWS does besides its resource schemas: docs/deploying.md#what-is-not-proven lists it.
 */

import { isMapping, type Mapping, section, type Template } from '../macro/template/template.js';
import { expansions } from './support/expansions.js';
import {
  actionsFor,
  generatedResources,
  grantedBy,
  HANDLERS,
  policiesOf,
  statementsOf,
  templateWhere,
  typeOf,
  unique,
  WITHHELD,
} from './support/permissions.js';
import { violations } from './support/service-spec.js';

const FILE = 'examples/deploying/deployer-policies.yaml';
const plain = templateWhere(FILE, { HasBucket: true });
const bounded = templateWhere(FILE, { HasBucket: true, HasBoundary: true });

const generated = expansions().flatMap(generatedResources);
const types = unique(generated.map(typeOf));

const AZS =
  'Fn::GetAZs: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html';
/** https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/ */
const DEPLOY = 'aws cloudformation deploy creates a change set, executes it and waits';

/** What no handler does. */
const REASONS: Readonly<Record<string, string>> = {
  'cloudformation:CancelUpdateStack': 'stops an update that waits for jobs',
  'cloudformation:ContinueUpdateRollback': 'ends a rollback that failed',
  'cloudformation:CreateChangeSet': DEPLOY,
  'cloudformation:DeleteChangeSet': 'removes a change set that nobody executes',
  'cloudformation:DeleteStack': 'uninstalls',
  'cloudformation:DescribeChangeSet': DEPLOY,
  'cloudformation:DescribeStackEvents': 'shows why a stack failed',
  'cloudformation:DescribeStackResources': 'shows what a stack consists of',
  'cloudformation:DescribeStacks': DEPLOY,
  'cloudformation:ExecuteChangeSet': DEPLOY,
  'cloudformation:GetTemplate': 'shows the expanded template',
  'cloudformation:GetTemplateSummary': DEPLOY,
  'cloudformation:ListStackResources': 'shows what a stack consists of',
  'cloudformation:ValidateTemplate': 'checks a template before its deployment',
  'ec2:DescribeAccountAttributes': AZS,
  'ec2:DescribeAvailabilityZones': AZS,
  'lambda:InvokeFunction':
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html: macros run as the caller',
  's3:GetObject': 'CloudFormation reads the template from the bucket as the caller',
  's3:PutObject': 'aws cloudformation deploy --s3-bucket uploads the template',
};

it('has the permissions of the handlers of exactly the types that modules create', () => {
  expect(Object.keys(HANDLERS)).toEqual(types);
});

describe.each([
  ['without a boundary', plain],
  ['with a boundary', bounded],
])('%s', (_, template) => {
  it('grants what the handlers need, and nothing else without a reason', () => {
    // A role with a boundary must keep it.
    const kept = template === bounded ? ['iam:deleterolepermissionsboundary'] : [];
    const needed = actionsFor(types).filter((action) => !kept.includes(action));
    expect(grantedBy(template)).toEqual(unique([...needed, ...Object.keys(REASONS).map((one) => one.toLowerCase())]));
    for (const action of Object.keys(REASONS)) expect(needed).not.toContain(action.toLowerCase());
  });

  it('conforms to AWS’s resource specification', () => {
    expect(violations(template)).toEqual([]);
  });

  it('fits into managed policies, with the longest parameters', () => {
    for (const document of Object.values(policiesOf(template)).flat()) {
      expect(lengthOf(document)).toBeLessThanOrEqual(6144);
    }
  });
});

/** Characters without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function lengthOf(document: unknown): number {
  const longest: Record<string, number> = {
    'AWS::Partition': 10,
    'AWS::AccountId': 12,
    StackPrefix: 20,
    MacroStack: 24,
  };
  const text = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(text);
    if (!isMapping(value)) return value;
    const { Ref, 'Fn::Sub': sub } = value;
    if (Ref !== undefined) return 'x'.repeat(100);
    if (sub !== undefined) return String(sub).replace(/\$\{(.*?)\}/g, (_, name) => 'x'.repeat(longest[name] ?? 60));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, text(item)]));
  };
  return JSON.stringify(text(document)).replace(/\s/g, '').length;
}

it('withholds actions only for properties that no module sets', () => {
  const handled = new Set(Object.values(HANDLERS).flatMap((one) => Object.values(one).flat()));
  for (const { actions, properties } of WITHHELD) {
    for (const action of actions) expect([...handled]).toContain(action);
    const set = properties.filter((path) => {
      const [type, name = ''] = path.split('.');
      return generated.some((one) => typeOf(one) === type && Object.hasOwn(section(one, 'Properties'), name));
    });
    expect({ actions, set }).toEqual({ actions, set: [] });
  }
});

/** Every service that the trust policy of a generated role names. */
const trusted = unique(
  generated
    .filter((one) => typeOf(one) === 'AWS::IAM::Role')
    .flatMap((one) => section(section(one, 'Properties'), 'AssumeRolePolicyDocument')['Statement'] as Mapping[])
    .map((statement) => String(section(statement, 'Principal')['Service'])),
);

const byId = (template: Template, sid: string) => {
  const found = statementsOf(template).find(({ Sid }) => Sid === sid);
  if (!found) throw new Error(`no statement ${sid}`);
  return found;
};

it('passes roles only to the services that the roles trust, and to AWS Batch', () => {
  const { Condition = {}, Resource } = byId(plain, 'PassRoles');
  expect(section(Condition, 'StringEquals')['iam:PassedToService']).toEqual(
    unique([...trusted, 'batch.amazonaws.com']),
  );
  expect(Resource).toEqual([{ 'Fn::Sub': expect.stringMatching(/:role\$\{RolePath\}\$\{StackPrefix\}\*$/) }]);
});

it('changes nothing in IAM but what belongs to its stacks', () => {
  const writing = statementsOf(plain).filter(({ Action }) => Action.some((action) => action.startsWith('iam:')));
  const resources = unique(writing.flatMap(({ Resource }) => Resource.map((one) => JSON.stringify(one))));
  for (const resource of resources) {
    expect(resource).toMatch(/\$\{RolePath\}\$\{StackPrefix\}\*|role\/aws-service-role\/batch\.amazonaws\.com/);
  }
});

it('requires the boundary of every role whose permissions change', () => {
  expect(byId(plain, 'RolePermissions')).not.toHaveProperty('Condition');
  expect(byId(bounded, 'RolePermissions').Condition).toEqual({
    StringEquals: { 'iam:PermissionsBoundary': { Ref: 'PermissionsBoundary' } },
  });
});

it('invokes the functions only through CloudFormation', () => {
  const { Condition, Resource } = byId(plain, 'Macro');
  expect(Condition).toEqual({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } });
  expect(Resource).toHaveLength(2);
});
