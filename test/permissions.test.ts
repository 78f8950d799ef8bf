/**
 * Checks that the documented policies grant what a deployment needs, and nothing else without a reason. No test can show
 * what AWS does besides its resource schemas: docs/deploying.md#what-is-not-proven lists it.
 */

import { section } from '../macro/template/template.js';
import { expansions } from './support/expansions.js';
import {
  actionsFor,
  generatedResources,
  grantedBy,
  HANDLERS,
  lengthOf,
  policiesOf,
  statementOf,
  statementsOf,
  templateWhere,
  trustedBy,
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

const trusted = trustedBy(generated);

it('passes roles only to the services that the roles trust, and to AWS Batch', () => {
  const { Condition = {}, Resource } = statementOf(plain, 'PassRoles');
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
  expect(statementOf(plain, 'RolePermissions')).not.toHaveProperty('Condition');
  expect(statementOf(bounded, 'RolePermissions').Condition).toEqual({
    StringEquals: { 'iam:PermissionsBoundary': { Ref: 'PermissionsBoundary' } },
  });
});

it('invokes the functions only through CloudFormation', () => {
  const { Condition, Resource } = statementOf(plain, 'Macro');
  expect(Condition).toEqual({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } });
  expect(Resource).toHaveLength(2);
});
