import { isIntrinsic, isRemoved } from '../template/intrinsics.js';
import { overridesOf } from './overrides.js';
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
  check: eachModule((module, report) => {
    for (const { over, resource, at } of overridesOf(module)) {
      if (resource.type !== 'AWS::Batch::JobDefinition') continue;
      const kinds = CONTAINERS.filter((name) => !Object.hasOwn(resource.owned, name));
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
