/**
 * Checks the forms of names and ARNs in overrides that no key sets, and that required lists are not empty. The macro omits
 * this because of its size: AWS checks them at deployment.
 */

import { type Diagnostics, show } from '../diagnostics/diagnostics.js';
import { valuesIn } from '../rules/overridden.js';
import { platformOf } from '../schema/platform.js';
import { isDynamic } from '../template/intrinsics.js';
import { section } from '../template/template.js';
import type { Overridden } from './overridden.js';

const CODE = 'override-form';

/** Reports names and ARNs of another form, and empty lists. */
export function checkForms(overridden: readonly Overridden[], diagnostics: Diagnostics): void {
  for (const each of overridden) {
    for (const { property, value, path } of valuesIn(each)) {
      const form = Object.hasOwn(FORMS, property) ? FORMS[property] : undefined;
      if (!form || typeof value !== 'string' || isDynamic(value) || form.pattern.test(value)) continue;
      const message = `expected ${form.expected}; received ${show(value)}`;
      diagnostics.error(CODE, path, message, `For example: ${path.at(-1)}: ${form.example}`);
    }
    checkEmpty(each, diagnostics);
  }
}

interface Form {
  readonly expected: string;
  readonly pattern: RegExp;
  readonly example: string;
}

const form = (expected: string, pattern: RegExp, example: string): Form => ({ expected, pattern, example });

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_Secret.html */
const SECRET = form(
  'the ARN of a secret or parameter, or the name of a parameter',
  /^(?!arn:(?![^:]+:(secretsmanager|ssm):))/,
  'arn:aws:ssm:us-east-1:123456789012:parameter/password',
);

const FORMS: Readonly<Record<string, Form>> = {
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html
  SchedulingPolicyArn: form(
    'the ARN of a scheduling policy',
    /^($|arn:[^:]+:batch:[^:]+:\d{12}:scheduling-policy\/.)/,
    'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair',
  ),
  'ComputeEnvironmentOrder.ComputeEnvironment': form(
    'the name or ARN of a compute environment',
    /^(?!arn:(?![^:]+:batch:[^:]+:\d{12}:compute-environment\/.))/,
    'arn:aws:batch:us-east-1:123456789012:compute-environment/other',
  ),
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_EksConfiguration.html
  'EksConfiguration.EksClusterArn': form(
    'the ARN of an Amazon EKS cluster',
    /^arn:[^:]+:eks:[^:]+:\d{12}:cluster\/./,
    'arn:aws:eks:us-east-1:123456789012:cluster/batch',
  ),
  'EksConfiguration.KubernetesNamespace': form(
    'a namespace of less than 64 lower-case letters, digits and hyphens, neither default nor kube-…',
    /^(?!default$|kube-)(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'batch',
  ),
  'ContainerProperties.ExecutionRoleArn': form(
    'the ARN of a role',
    /^($|arn:[^:]+:iam::\d{12}:role\/.)/,
    'arn:aws:iam::123456789012:role/execution',
  ),
  'ContainerProperties.Secrets.ValueFrom': SECRET,
  'ContainerProperties.LogConfiguration.SecretOptions.ValueFrom': SECRET,
};

/**
 * Lists that AWS requires: https://docs.aws.amazon.com/batch/latest/userguide/create-job-queue.html and
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
 */
function checkEmpty({ over, at, value, resource }: Overridden, diagnostics: Diagnostics): void {
  const isQueue = resource.type === 'AWS::Batch::JobQueue';
  const platform = platformOf(value['instances']);
  const resources = section(over, 'ComputeResources');
  const inResources = [...at, 'ComputeResources'];
  for (const [name, list, path, isRequired] of [
    // Service environments take the place of compute environments.
    [
      'ComputeEnvironmentOrder',
      over['ComputeEnvironmentOrder'],
      at,
      isQueue && over['ServiceEnvironmentOrder'] === undefined,
    ],
    ['Subnets', resources['Subnets'], inResources, platform !== 'MANAGED_INSTANCES'],
    ['InstanceTypes', resources['InstanceTypes'], inResources, platform === 'EC2'],
  ] as const) {
    if (!isRequired || !Array.isArray(list) || list.length > 0) continue;
    const message = `AWS requires at least one entry in ${name}`;
    diagnostics.error(CODE, [...path, name], message, `Add one, or remove ${name}.`);
  }
}
