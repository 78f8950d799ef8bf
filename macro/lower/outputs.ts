/** Emits a module's stack outputs, if `outputs` enables them. Each is named after the logical id of its resource. */

import type { Module } from '../read/module.js';
import { getAtt, type Intrinsic, ref, sub } from '../template/intrinsics.js';
import { type Kind, logicalId } from '../template/logical-id.js';
import type { Mapping } from '../template/template.js';

type Value = string | Intrinsic;

/** Outputs by name; none unless the module's `outputs` is `values` or `exports`. */
export function lowerOutputs(module: Module): Readonly<Record<string, Mapping>> {
  if (module.config.outputs === 'none') return {};
  const output = (kind: Kind, key: string, what: string, value: (id: string) => Value): [string, Mapping] => {
    const id = logicalId(module.id, kind, key);
    const { Condition } = module.attributes;
    return [
      id,
      {
        Description: `The ${what} ${key}`,
        ...(Condition !== undefined && { Condition }),
        Value: value(id),
        ...(module.config.outputs === 'exports' && { Export: { Name: sub(`\${AWS::StackName}-${id}`) } }),
      },
    ];
  };
  return Object.fromEntries([
    ...module.environments.flatMap(({ key, value }) => [
      output('ComputeEnvironment', key, 'ARN of compute environment', ref),
      ...(value.security_group_ids === undefined
        ? [
            output('SecurityGroup', key, 'id of the security group of compute environment', (id) =>
              getAtt(id, 'GroupId'),
            ),
          ]
        : []),
    ]),
    ...module.queues.map(({ key }) => output('JobQueue', key, 'ARN of job queue', ref)),
    // The name, not the ARN: the ARN changes with every revision, and a value that another stack imports cannot change:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
    ...module.definitions.map(({ key, name }) => output('JobDefinition', key, 'name of job definition', () => name)),
  ]);
}
