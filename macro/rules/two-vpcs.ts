import { eachModule, type Rule } from './rule.js';

export const twoVpcs: Rule = {
  code: 'two-vpcs',
  severity: 'error',
  description: 'Keys that describe a new VPC, although vpc names an existing one.',
  check: eachModule(({ config, configPath }, report) => {
    if (!config.vpc) return;
    for (const key of ['vpc_cidr', 'availability_zones'] as const) {
      if (config[key] === undefined) continue;
      report(
        [...configPath, key],
        `${key} describes a new VPC, but vpc names an existing one`,
        `Remove either ${key} or vpc.`,
      );
    }
  }),
};
