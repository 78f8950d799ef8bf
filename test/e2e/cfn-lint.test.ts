/**
 * Checks expanded templates with cfn-lint, which knows rules of CloudFormation that AWS's resource specification lacks.
 * What it finds must have a reason below.
 */

import { toYaml } from '../../cli/yaml-output.js';
import { section, type Template } from '../../macro/template/template.js';
import { INSTALL_TIMEOUT, lint, type Match } from '../support/cfn-lint.js';
import { runBuilt } from '../support/cli.js';
import { compare, type Exception } from '../support/exceptions.js';
import { expansions } from '../support/expansions.js';
import { COMBINATIONS } from '../support/init.js';

jest.setTimeout(INSTALL_TIMEOUT);

/** https://docs.aws.amazon.com/batch/latest/userguide/ecs-managed-instances-compute-environments.html */
const MANAGED_INSTANCES = 'The schemas of this version are older than Managed Instances in AWS Batch.';

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-computeenvironment-ecssettings.html,
 * https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html
 */
const NEWER = 'The schemas of this version are older than this property or value.';

/** Each `at` is a section, or a type and a property. The rules: https://github.com/aws-cloudformation/cfn-lint/blob/v1.51.0/docs/rules.md */
const EXCEPTIONS: Exception[] = [
  {
    rule: 'W1028',
    at: 'AWS::Scheduler::Schedule.Target.Input',
    reason: 'A default in a branch of a condition is followed by the same condition in its own value.',
  },
  {
    rule: 'W1028',
    at: 'AWS::Batch::JobDefinition.ContainerProperties.LinuxParameters',
    reason: 'The properties inside have the same condition, because they must be absent if all others are.',
  },
  {
    rule: 'W2001',
    at: 'Parameters',
    reason: 'The expansion used the value of the parameter, and the rest of the template does not change.',
  },
  {
    rule: 'W7001',
    at: 'Mappings',
    reason: 'The expansion looked the value up, and the rest of the template does not change.',
  },
  {
    rule: 'W8001',
    at: 'Conditions',
    reason: 'The expansion evaluated the condition, and the rest of the template does not change.',
  },
  {
    rule: 'W8003',
    at: 'Conditions',
    reason: 'Fixtures have conditions that compare constants.',
  },
  {
    rule: 'W3010',
    at: 'AWS::EC2::Subnet.AvailabilityZone',
    reason: 'The template names its zones in `availability_zones`.',
  },
  {
    rule: 'W3005',
    at: 'AWS::SNS::Topic.DependsOn',
    reason: 'DependsOn on a module becomes all of its resources, also those that the topic refers to.',
  },
  {
    rule: 'W3005',
    at: 'AWS::Events::Rule.DependsOn',
    reason: 'DependsOn on a module becomes all of its resources, also those that the rule refers to.',
  },
  {
    rule: 'W3005',
    at: 'AWS::SQS::Queue.DependsOn',
    reason: 'A fixture has a queue that depends on a topic, and also refers to it.',
  },
  {
    rule: 'E3016',
    at: 'AWS::SNS::Topic.UpdatePolicy',
    reason: 'A fixture has references in all attributes of a topic, also in one that topics do not have.',
  },
  {
    rule: 'W1020',
    at: 'AWS::Batch::JobDefinition.ContainerProperties.Image',
    reason: 'The only reference in the text stood for a literal.',
  },
  {
    rule: 'W1020',
    at: 'AWS::SNS::Topic.DisplayName',
    reason: 'The only reference in the text stood for a literal.',
  },
  {
    rule: 'W1020',
    at: 'Outputs.Value',
    reason: 'The only reference in the text stood for a literal.',
  },
  {
    rule: 'W3011',
    at: 'AWS::Batch::JobDefinition',
    reason: '`keep_revisions` is about earlier revisions. The last one is deregistered with its definition.',
  },
  {
    rule: 'W3037',
    at: 'AWS::IAM::ManagedPolicy.PolicyDocument.Statement.Action',
    reason: 'The list of actions of this version is older than batch:SetCapacityTags.',
  },
  {
    rule: 'W3037',
    at: 'AWS::IAM::Role.Policies.PolicyDocument.Statement.Action',
    reason: 'The list of actions of this version is older than batch:SetCapacityTags.',
  },
  {
    rule: 'E3002',
    at: 'AWS::Batch::ComputeEnvironment.EcsSettings',
    reason: NEWER,
  },
  {
    rule: 'E3030',
    at: 'AWS::Batch::ComputeEnvironment.ComputeResources.AllocationStrategy',
    reason: NEWER,
  },
  {
    rule: 'E3003',
    at: 'AWS::Batch::ComputeEnvironment.ComputeResources',
    reason: MANAGED_INSTANCES,
  },
  {
    rule: 'E3030',
    at: 'AWS::Batch::ComputeEnvironment.ComputeResources.Type',
    reason: MANAGED_INSTANCES,
  },
  {
    rule: 'E3002',
    at: 'AWS::Batch::ComputeEnvironment.ComputeResources.ManagedInstancesProvider',
    reason: MANAGED_INSTANCES,
  },
  {
    rule: 'E3002',
    at: 'AWS::Batch::ComputeEnvironment.ComputeResources.CapacityTags',
    reason: MANAGED_INSTANCES,
  },
  {
    rule: 'E3030',
    at: 'AWS::Batch::JobDefinition.PlatformCapabilities',
    reason: MANAGED_INSTANCES,
  },
];

/** The section, or the type and the property, without the names of entries, functions and positions in lists. */
function placeOf({ Location: { Path } }: Match, template: Template): string {
  const [head = '', name = '', ...rest] = Path.map(String);
  const resource = head === 'Resources' ? section(section(template, head), name) : {};
  const inside = rest[0] === 'Properties' ? rest.slice(1) : rest;
  const end = inside.findIndex((key) => /^(Fn::|Ref$)/.test(key));
  const keys = inside.slice(0, end < 0 ? undefined : end).filter((key) => !/^\d+$/.test(key));
  return [resource['Type'] ?? head, ...keys].join('.');
}

it('finds nothing without an exception, and needs every exception', () => {
  const all = expansions();
  const found = lint(all.map(({ template }) => toYaml(template)));
  const findings = all.flatMap(({ file, template }, index) =>
    (found[index] ?? []).map((match) => {
      const text = `${file}: ${match.Location.Path.join('.')}: ${match.Message}`;
      return { rule: match.Rule.Id, at: placeOf(match, template), text };
    }),
  );
  expect(compare(findings, EXCEPTIONS)).toEqual({ unexpected: [], unneeded: [] });
});

it('finds nothing in the expanded templates of init', () => {
  const templates = COMBINATIONS.map(({ options }) => runBuilt(['init', ...options]).stdout);
  const found = lint(templates.map((template) => runBuilt(['expand', '-'], template).stdout)).flat();
  expect(found.map(({ Rule, Message }) => `${Rule.Id} ${Message}`)).toEqual([]);
});
