/**
 * Checks generated resources with the AwsSolutions rules of cdk-nag, an independent judge of their security. What it
 * finds must have a reason below.
 */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expand } from '../library/index.js';
import { Diagnostics } from '../macro/diagnostics/diagnostics.js';
import { findModules } from '../macro/read/find.js';
import { kinds } from '../macro/template/logical-id.js';
import { section, type Template } from '../macro/template/template.js';
import { compare, type Exception } from './support/exceptions.js';
import { expansions } from './support/expansions.js';
import { ROOT, readProject } from './support/golden.js';
import { runToEnd } from './support/process.js';

const MANAGED_POLICY = 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
const WRITTEN = 'The template itself lists this policy or resource, in `policies` or `instance_policies`.';

/** Each `at` is a kind of generated resource. The rules: https://github.com/cdklabs/cdk-nag/blob/v2.38.2/RULES.md */
const EXCEPTIONS: Exception[] = [
  {
    rule: 'AwsSolutions-VPC7',
    at: 'Vpc',
    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html#flow-logs-pricing
    reason: 'Flow logs are billed by volume, and a template can add an AWS::EC2::FlowLog for vpc.aws_vpc.vpc.id.',
  },
  {
    rule: 'AwsSolutions-EC23',
    at: 'SecurityGroup',
    reason: 'Only the ports that a template lists in `public` are open to 0.0.0.0/0, which is what that key means.',
  },
  {
    rule: `${MANAGED_POLICY}AmazonEC2ContainerServiceforEC2Role]`,
    at: 'InstanceRole',
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
    reason: 'AWS provides this policy for the ECS agent on the instances, and extends it when the agent needs more.',
  },
  {
    rule: `${MANAGED_POLICY}AmazonEC2SpotFleetTaggingRole]`,
    at: 'SpotFleetRole',
    // https://docs.aws.amazon.com/batch/latest/userguide/spot_fleet_IAM_role.html
    reason: 'AWS Batch requires this policy of a Spot Fleet role that tags its instances.',
  },
  {
    rule: `${MANAGED_POLICY}AmazonECSTaskExecutionRolePolicy]`,
    at: 'ExecutionRole',
    // https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html
    reason: 'AWS provides this policy for pulling images and writing logs, and extends it when these need more.',
  },
  {
    rule: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonECSInstanceRolePolicyForManagedInstances]',
    at: 'ManagedInstanceRole',
    // https://docs.aws.amazon.com/batch/latest/APIReference/API_InstanceLaunchTemplate.html
    reason: 'AWS Batch requires this policy of the role of managed instances.',
  },
  {
    rule: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonECSInfrastructureRolePolicyForManagedInstances]',
    at: 'InfrastructureRole',
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
    reason: 'AWS provides this policy for managing instances, and extends it when Amazon ECS needs more.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::job-definition]',
    at: 'SubmitRole',
    // https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html
    reason: 'The wildcard is the revision of one job definition, which changes with every update.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::job-definition]',
    at: 'SubmitPolicy',
    // https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html
    reason: 'The wildcard is the revision of one job definition, which changes with every update.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    at: 'SubmitPolicy',
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
    reason: 'The actions that describe and list jobs cannot be limited to resources.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:batch:<AWS::Region>:<AWS::AccountId>:job/*]',
    at: 'SubmitPolicy',
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
    reason: 'The ARN of a job is a random id, and does not contain its queue.',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    at: 'JobRole',
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmessagegatewayservice.html
    reason: 'The actions that `enable_execute_command` requires cannot be limited to resources.',
  },
  ...[
    '<Data.Arn>/*',
    '<Data.Arn>/imports/*',
    '<Data.Arn>/models/*',
    '<Models.Arn>/*',
    '<Uploads.Arn>/*',
    'arn:aws:s3:::<Bucket>/*',
  ].map((resource) => ({
    rule: `AwsSolutions-IAM5[Resource::${resource}]`,
    at: 'JobRole',
    reason: WRITTEN,
  })),
  {
    rule: 'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]',
    at: 'JobRole',
    reason: WRITTEN,
  },
  {
    rule: 'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore]',
    at: 'InstanceRole',
    reason: WRITTEN,
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::data/*]',
    at: 'InstanceRole',
    reason: WRITTEN,
  },
  ...['InstanceRole', 'JobRole', 'ExecutionRole', 'SubmitRole'].map((at) => ({
    rule: 'CdkNagValidationFailure[AwsSolutions-IAM5]',
    at,
    reason: 'cdk-nag cannot read policies in which the template has functions, such as Fn::If.',
  })),
];

interface Finding {
  readonly resource: string;
  readonly rule: string;
  readonly message: string;
}

/** The findings in each template. */
function judge(templates: readonly Template[]): Finding[][] {
  if (!existsSync(join(ROOT, 'test/security/node_modules/cdk-nag'))) {
    throw new Error('cdk-nag is not installed. Run: npm ci --prefix test/security');
  }
  const input = JSON.stringify(templates);
  const { status, stdout, stderr } = runToEnd(process.execPath, ['test/security/nag.mjs'], { input });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The kind of a generated resource. */
function kindOf(id: string, source: Template): string {
  const modules = findModules(source, new Diagnostics());
  return kinds.find((kind) => modules.some((module) => id.startsWith(module.id + kind))) ?? id;
}

it('finds nothing in generated resources without an exception, and needs every exception', () => {
  const all = expansions();
  const found = judge(all.map(({ template }) => template));
  const findings = all.flatMap(({ file, source }, index) =>
    (found[index] ?? [])
      .filter(({ resource }) => !Object.hasOwn(section(source, 'Resources'), resource))
      .map(({ resource, rule, message }) => ({
        // The rule's id contains the name of the definition.
        rule: rule.replace(/\[Resource::.*job-definition\/.*\]$/, '[Resource::job-definition]'),
        at: kindOf(resource, source),
        text: `${file}: ${resource}: ${message}`,
      })),
  );
  expect(compare(findings, EXCEPTIONS)).toEqual({ unexpected: [], unneeded: [] });
});

it('includes a module in an app with the AWS CDK', () => {
  const folder = mkdtempSync(join(tmpdir(), 'provose-batch-'));
  try {
    cpSync(join(ROOT, 'examples/cdk'), folder, { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/provose-batch'));
    for (const name of ['aws-cdk-lib', 'constructs']) {
      symlinkSync(join(ROOT, 'test/security/node_modules', name), join(folder, 'node_modules', name));
    }
    const env = { ...process.env, CDK_OUTDIR: join(folder, 'out') };
    const { status, stderr } = runToEnd(process.execPath, ['app.mjs'], { cwd: folder, env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { Resources } = JSON.parse(readFileSync(join(folder, 'out/Jobs.template.json'), 'utf8'));
    const expanded = expand(readProject('examples/cdk/jobs.yaml')).template as Template;
    expect(Resources).toMatchObject(section(expanded, 'Resources'));
    const policy = Object.values<Template>(Resources).find(({ Type }) => Type === 'AWS::IAM::Policy');
    expect(JSON.stringify(policy)).toContain('[{"Ref":"ProvoseJobQueueMain"},{"Ref":"ProvoseJobDefinitionHello"}]');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
