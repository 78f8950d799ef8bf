/**
 * Emits a managed policy that allows submitting jobs to a module's queues and watching them, for the people and roles
 * that do. Which actions can be limited to which resources:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
 */

import type { Module } from '../read/module.js';
import { properties } from '../schema/properties.js';
import { provoseConfig } from '../schema/provose-config.js';
import { type Intrinsic, ref, sub } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted } from '../template/template.js';
import { emitter } from './emit.js';

const ARN = 'arn:${AWS::Partition}:batch:${AWS::Region}:${AWS::AccountId}';

/** These actions cannot be limited to resources. */
const WATCH = [
  'batch:DescribeComputeEnvironments',
  'batch:DescribeJobDefinitions',
  'batch:DescribeJobQueues',
  'batch:DescribeJobs',
  'batch:ListJobs',
];

export function lowerSubmitPolicy(module: Module): Emitted[] {
  const policy = module.config.submit_policy;
  if (policy === false) return [];
  const mayTerminate = policy === true || policy.terminate;
  const queues = sorted(module.queues).map(({ key }) => ref(logicalId(module.id, 'JobQueue', key)));
  const definitions = sorted(module.definitions).flatMap(({ name }) => definitionArns(name));
  const allow = (Sid: string, Action: string[], Resource: unknown) => ({ Sid, Effect: 'Allow', Action, Resource });
  const type = 'AWS::IAM::ManagedPolicy';
  return [
    emitter(module, [...module.configPath, 'submit_policy'])('SubmitPolicy', '', type, {
      ...properties(provoseConfig, module.config, type),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          // A module without queues or definitions of its own: AWS accepts no empty list of resources.
          ...(queues.length + definitions.length > 0
            ? [allow('Submit', ['batch:SubmitJob'], [...queues, ...definitions])]
            : []),
          allow('Watch', WATCH, '*'),
          ...(queues.length > 0 ? [allow('WatchQueues', ['batch:GetJobQueueSnapshot'], queues)] : []),
          // A job's ARN does not name its queue.
          ...(mayTerminate ? [allow('Terminate', ['batch:CancelJob', 'batch:TerminateJob'], sub(`${ARN}:job/*`))] : []),
        ],
      },
    }),
  ];
}

/** By key, because the order of entries in the template has no meaning. */
const sorted = <E extends { readonly key: string }>(entries: readonly E[]) =>
  [...entries].sort((a, b) => (a.key < b.key ? -1 : 1));

/**
 * The ARNs of all revisions of a definition. A submission without a revision is authorized by the ARN without one, as
 * reported in https://github.com/aws/aws-sdk-js/issues/4280.
 */
function definitionArns(name: string | Intrinsic): Intrinsic[] {
  return ['', ':*'].map((revision) =>
    typeof name === 'string'
      ? sub(`${ARN}:job-definition/${name}${revision}`)
      : sub(`${ARN}:job-definition/\${Name}${revision}`, { Name: name }),
  );
}
