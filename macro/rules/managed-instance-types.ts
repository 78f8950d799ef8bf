import { isGroup } from '../compute/instance-types.js';
import { show } from '../diagnostics/diagnostics.js';
import { platformOf } from '../schema/platform.js';
import { eachModule, type Rule } from './rule.js';

/** Amazon ECS does not know the groups: https://docs.aws.amazon.com/batch/latest/APIReference/API_InstanceRequirementsRequest.html */
export const managedInstanceTypes: Rule = {
  code: 'managed-instance-types',
  severity: 'error',
  description:
    'A group of instance types in a compute environment on Managed Instances, which takes only types and families.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      const types = value.instances.instance_types;
      if (platformOf(value.instances) !== 'MANAGED_INSTANCES' || !Array.isArray(types)) continue;
      for (const [index, type] of types.entries()) {
        if (typeof type !== 'string' || !isGroup(type)) continue;
        const message = `instance_types takes only types and families if compute_environment_type is ECS_MANAGED_INSTANCES; received ${show(type)}`;
        const hint = 'Remove instance_types to allow all types, or write families such as m7i.';
        report([...path, 'instances', 'instance_types', index], message, hint);
      }
    }
  }),
};
