import type { Definition } from '../read/module.js';
import { platformOf } from '../schema/platform.js';
import { isIntrinsic, isRemoved } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

/**
 * A job definition has exactly one of these properties:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobdefinition.html
 */
const CONTAINERS = ['ContainerProperties', 'EcsProperties', 'NodeProperties', 'EksProperties'];

export const containerKinds: Rule = {
  code: 'container-kinds',
  severity: 'error',
  description: 'A job definition with no container properties or with more than one kind.',
  check: eachModule(({ definitions }, report) => {
    for (const definition of definitions) {
      const over = definition.value.overrides;
      if (!isMapping(over)) continue;
      const at = [...definition.path, 'overrides'];
      const { kinds, why, hint } = possible(definition);
      for (const name of CONTAINERS) {
        if (kinds.includes(name) || !Object.hasOwn(over, name) || isRemoved(over, name)) continue;
        report([...at, name], `${name} cannot be combined with ${why}`, hint);
      }
      const [made] = kinds;
      const all = kinds.filter((name) => (Object.hasOwn(over, name) ? !isRemoved(over, name) : name === made));
      // If an intrinsic function decides at deployment which one exists, CloudFormation checks it.
      const always = all.filter((name) => !isIntrinsic(over[name]));
      if (all.length > 1 && always.length > 0) {
        const message = `a job definition can have only one of ${kinds.join(', ')}; received ${all.join(' and ')}`;
        report(at, message, `To remove the default, add ${made} with no value or with !Ref AWS::NoValue.`);
      } else if (all.length === 0) {
        report(at, `a job definition needs one of ${kinds.join(', ')}`, `Add one, or do not remove ${made}.`);
      }
    }
  }),
};

/** The properties that a definition can have, starting with the one that it has by default. */
function possible({ value, environment }: Definition): { kinds: readonly string[]; why: string; hint: string } {
  if (platformOf(environment.value.instances) === 'MANAGED_INSTANCES') {
    return {
      kinds: ['EcsProperties'],
      why: 'compute_environment_type: ECS_MANAGED_INSTANCES',
      hint: 'Write it into EcsProperties: { TaskProperties: [{ Containers: [ … ] }] }.',
    };
  }
  if (value.nodes === undefined) {
    const kinds = CONTAINERS.filter((name) => name !== 'NodeProperties');
    return { kinds, why: 'type container', hint: 'Use nodes.' };
  }
  return {
    kinds: ['NodeProperties'],
    why: 'nodes',
    hint: "Write it into NodeProperties: { NodeRangeProperties: [{ TargetNodes: '0:', Container: … }] }.",
  };
}
