import { show } from '../diagnostics/diagnostics.js';
import { cidrOf, zonesOf } from '../read/zones.js';
import { natBlocks } from '../template/cidr.js';
import { eachModule, type Rule } from './rule.js';

/** The number of the subnet whose addresses the subnets of the NAT gateways get. */
const LAST = 7;

export const natZones: Rule = {
  code: 'nat-zones',
  severity: 'error',
  description: 'Availability Zones for which a VPC with NAT gateways has no addresses left.',
  check: eachModule((module, report) => {
    const { config, configPath } = module;
    if (config.vpc || config.network !== 'nat') return;
    const zones = zonesOf(module);
    if (zones.some(({ number }) => number === LAST)) {
      const message = `with network: nat, the last eighth of the VPC’s addresses is for NAT gateways, but the eighth zone or zone h needs it; received ${show(config.availability_zones)}`;
      report([...configPath, 'availability_zones'], message, 'Use at most 7 Availability Zones, from a to g.');
    }
    const blocks = natBlocks(cidrOf(module));
    const gateways = zones.slice(0, config.nat_gateways ?? 1);
    const without = gateways.find(({ number }) => number >= blocks && number !== LAST);
    if (!without) return;
    const message = `the last eighth of ${cidrOf(module)} has no room for the NAT gateway of zone ${without.number + 1}`;
    report([...configPath, 'vpc_cidr'], message, 'Use a larger block, such as 10.0.0.0/22, or fewer NAT gateways.');
  }),
};
