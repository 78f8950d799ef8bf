import { eachModule, type Rule } from './rule.js';

export const duplicateTag: Rule = {
  code: 'duplicate-tag',
  severity: 'error',
  description: 'Two tags whose keys differ only in case, which IAM rejects.',
  check: eachModule(({ config, configPath }, report) => {
    const seen = new Map<string, string>();
    for (const key of Object.keys(config.tags ?? {})) {
      const same = seen.get(key.toLowerCase());
      seen.set(key.toLowerCase(), key);
      if (same === undefined) continue;
      const message = `the tags ${same} and ${key} differ only in case, and IAM does not distinguish them`;
      report([...configPath, 'tags', key], message, `Remove either ${same} or ${key}.`);
    }
  }),
};
