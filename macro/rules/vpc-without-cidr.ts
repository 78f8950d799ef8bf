import { eachModule, type Rule } from './rule.js';

export const vpcWithoutCidr: Rule = {
  code: 'vpc-without-cidr',
  severity: 'error',
  description: 'Ports that are open to a brought VPC whose addresses are not given.',
  check: eachModule(({ config, configPath, environments }, report) => {
    if (!config.vpc || config.vpc.cidr !== undefined) return;
    for (const { key, value } of environments) {
      if (value.vpc.tcp.length + value.vpc.udp.length === 0) continue;
      const message = `cidr is missing, and ${key} opens ports to the VPC’s addresses`;
      report([...configPath, 'vpc'], message, 'Add the VPC’s own, such as cidr: 10.0.0.0/16.');
    }
  }),
};
