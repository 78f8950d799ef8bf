import { insideOf } from '../schema/inside.js';
import { type Platform, platformOf, typesOn } from '../schema/platform.js';
import { canBeNothing, isUnseen } from '../template/intrinsics.js';
import { type Path, section } from '../template/template.js';
import { constraintsOf } from './constraints.js';
import { eachModule, type Rule } from './rule.js';

export const platformKey: Rule = {
  code: 'platform-key',
  severity: 'error',
  description: 'A key that the type of the compute environment does not support.',
  check: eachModule((module, report) => {
    const { environments } = constraintsOf(module);
    for (const [index, { path: place, value }] of module.environments.entries()) {
      const platform = platformOf(value.instances);
      const type = value.instances.compute_environment_type;
      const refuse = (path: Path, key: string, platforms: readonly Platform[]) =>
        report(
          path,
          `${key} is not supported if compute_environment_type is ${type}`,
          `Remove ${key}, or set compute_environment_type to ${typesOn(platforms).join(' or ')}.`,
        );
      for (const { field, path, within, schema } of environments[index] ?? []) {
        const key = String(path.at(-1));
        const given = within[key];
        const isDefault = given === insideOf(schema).default;
        if (!field.platforms || field.platforms.includes(platform) || isDefault || isNothing(given)) continue;
        refuse(path, key, field.platforms);
      }
      const over = platform === 'FARGATE' ? section(section(value, 'overrides'), 'ComputeResources') : {};
      for (const key of WITHOUT_KEY.filter((name) => Object.hasOwn(over, name))) {
        const given = over[key];
        if (given === null || isUnseen(given) || isNothing(given)) continue;
        refuse([...place, 'overrides', 'ComputeResources', key], key, ['EC2']);
      }
    }
  }),
};

/**
 * The properties that Fargate does not have and that no single key sets:
 * https://docs.aws.amazon.com/batch/latest/userguide/fargate-compute-environments.html
 */
const WITHOUT_KEY = ['DesiredvCpus', 'Ec2Configuration', 'InstanceRole', 'LaunchTemplate', 'SpotIamFleetRole'];

/** A switch that is off, what may have no value, and what is empty ask for nothing. */
const isNothing = (value: unknown) =>
  value === false ||
  canBeNothing(value) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
