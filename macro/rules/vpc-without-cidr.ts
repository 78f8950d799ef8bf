import { eachModule, type Rule } from './rule.js';

export const vpcWithoutCidr: Rule = {
  code: 'vpc-without-cidr',
  severity: 'error',
  description: 'Ports that are open to an existing VPC whose CIDR block is not specified.',
  check: eachModule(({ config, configPath, environments }, report) => {
    if (!config.vpc || config.vpc.cidr !== undefined) return;
    for (const { key, value } of environments) {
      if (!value.vpc || value.vpc.tcp.length + value.vpc.udp.length === 0) continue;
      const message = `cidr is missing, but ${key} opens ports to the VPC’s addresses`;
      report([...configPath, 'vpc'], message, 'Add the VPC’s CIDR block, such as cidr: 10.0.0.0/16.');
    }
  }),
};
