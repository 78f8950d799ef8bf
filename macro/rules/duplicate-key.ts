import { show } from '../diagnostics/diagnostics.js';
import { eachModule, type Rule } from './rule.js';

export const duplicateKey: Rule = {
  code: 'duplicate-key',
  severity: 'error',
  description: 'Two queues or two job definitions of a module with the same key, and thus the same logical id.',
  check: eachModule((module, report) => {
    for (const { members, noun } of [
      { members: module.queues, noun: 'queue' },
      { members: module.definitions, noun: 'job definition' },
    ]) {
      const keys = new Set<string>();
      for (const { key, path } of members) {
        const hint = 'Choose another key: keys must be unique in a module.';
        if (keys.has(key)) report(path, `another ${noun} has the key ${show(key)}`, hint);
        keys.add(key);
      }
    }
  }),
};
