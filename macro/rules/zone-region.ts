import { show } from '../diagnostics/diagnostics.js';
import { isDynamic } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

/**
 * The names of all zones begin with their Region, as in us-west-2-lax-1a and us-east-1-wl1-bos-wlz-1:
 * https://docs.aws.amazon.com/local-zones/latest/ug/available-local-zones.html
 */
const ZONE = /^([a-z]+(?:-[a-z]+)+-\d+)(?:[a-z]$|-)/;

export const zoneRegion: Rule = {
  code: 'zone-region',
  severity: 'error',
  description: 'An Availability Zone of another Region than the stack’s, or than that of the other zones.',
  check: eachModule(({ config, configPath, region }, report) => {
    const { availability_zones: zones } = config;
    if (!Array.isArray(zones)) return;
    const named = zones.map((zone) =>
      typeof zone === 'string' && !isDynamic(zone) ? ZONE.exec(zone)?.[1] : undefined,
    );
    const expected = region ?? named.find((each) => each !== undefined);
    for (const [index, other] of named.entries()) {
      if (other === undefined || other === expected) continue;
      const what = region === undefined ? 'the Region of the other zones' : 'the stack’s Region';
      const message = `expected a zone of ${what}, ${expected}; received ${show(zones[index])}`;
      report([...configPath, 'availability_zones', index], message, `Use a zone such as ${expected}a.`);
    }
  }),
};
