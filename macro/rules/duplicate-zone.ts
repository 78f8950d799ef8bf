import { show } from '../diagnostics/diagnostics.js';
import { isDynamic } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

/** AWS creates both subnets: https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html */
export const duplicateZone: Rule = {
  code: 'duplicate-zone',
  severity: 'warning',
  description: 'An Availability Zone that is listed twice, so that two subnets fail together.',
  check: eachModule(({ config, configPath }, report) => {
    const { availability_zones: zones } = config;
    if (!Array.isArray(zones)) return;
    for (const [index, zone] of zones.entries()) {
      if (typeof zone !== 'string' || isDynamic(zone) || zones.indexOf(zone) === index) continue;
      const message = `${show(zone)} is listed twice, so that the zone gets two subnets`;
      report([...configPath, 'availability_zones', index], message, 'Remove it, or write another zone.');
    }
  }),
};
