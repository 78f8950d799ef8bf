import { eachModule, type Rule } from './rule.js';

export const minOverMax: Rule = {
  code: 'min-over-max',
  severity: 'error',
  description: 'A min_vcpus that exceeds max_vcpus.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      const { min_vcpus: least, max_vcpus: most } = value.instances;
      if (typeof least !== 'number' || typeof most !== 'number' || least <= most) continue;
      const message = `min_vcpus (${least}) exceeds max_vcpus (${most})`;
      report([...path, 'instances', 'min_vcpus'], message, 'Lower min_vcpus or raise max_vcpus.');
    }
  }),
};
