import { platformOf } from '../schema/platform.js';
import { eachModule, type Rule } from './rule.js';

export const noInstanceRole: Rule = {
  code: 'no-instance-role',
  severity: 'error',
  description: 'Policies or a profile for instances in a module without EC2 instances.',
  check: eachModule(({ config, configPath, environments }, report) => {
    if (environments.some(({ value }) => platformOf(value.instances) === 'EC2')) return;
    for (const key of ['instance_policies', 'instance_profile'] as const) {
      if (config[key] === undefined) continue;
      const types = [...new Set(environments.map(({ value }) => value.instances.compute_environment_type))];
      const message = `${key} has no effect if compute_environment_type is ${types.join(' or ')}`;
      report([...configPath, key], message, `Remove ${key}. Jobs have policies of their own.`);
    }
  }),
};
