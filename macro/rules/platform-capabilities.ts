import { show } from '../diagnostics/diagnostics.js';
import { platformOf } from '../schema/platform.js';
import { isMapping } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html */
export const platformCapabilities: Rule = {
  code: 'platform-capabilities',
  severity: 'warning',
  description: 'A PlatformCapabilities in overrides without the platform of the compute environment.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value, environment } of definitions) {
      const given = isMapping(value.overrides) ? value.overrides['PlatformCapabilities'] : undefined;
      if (!Array.isArray(given) || !given.every((item) => typeof item === 'string')) continue;
      const platform = platformOf(environment.value.instances);
      if (given.includes(platform)) continue;
      const message = `the job definition is for ${given.join(' and ') || 'no platform'}, and ${environment.key} runs jobs on ${platform}; received ${show(given)}`;
      const meant = given.some((item) => item.toUpperCase() === platform)
        ? `Did you mean ${platform}? Or remove`
        : 'Remove';
      const hint = `${meant} PlatformCapabilities: it follows from compute_environment_type.`;
      report([...path, 'overrides', 'PlatformCapabilities'], message, hint);
    }
  }),
};
