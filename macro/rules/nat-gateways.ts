import { zonesOf } from '../read/zones.js';
import { eachModule, type Rule } from './rule.js';

export const natGateways: Rule = {
  code: 'nat-gateways',
  severity: 'error',
  description: 'A number of NAT gateways that the network cannot have.',
  check: eachModule((module, report) => {
    const { nat_gateways: count, network } = module.config;
    if (count === undefined) return;
    const path = [...module.configPath, 'nat_gateways'];
    const zones = zonesOf(module).length;
    if (module.config.vpc || network !== 'nat') {
      const fix = module.config.vpc ? 'Remove nat_gateways.' : 'Set network: nat, or remove nat_gateways.';
      report(path, `nat_gateways is ${count}, but the module creates no NAT gateway`, fix);
    } else if (count > zones) {
      const message = `nat_gateways is ${count}, but the VPC has a subnet in only ${zones} Availability Zones`;
      report(path, message, `Set nat_gateways to at most ${zones}.`);
    }
  }),
};
