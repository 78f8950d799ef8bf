import { show } from '../diagnostics/diagnostics.js';
import { eachModule, type Rule } from './rule.js';

export const duplicateKey: Rule = {
  code: 'duplicate-key',
  severity: 'error',
  description: 'One key for two queues, or two job definitions, of a module, which would be one logical id.',
  check: eachModule((module, report) => {
    for (const { members, noun } of [
      { members: module.queues, noun: 'queue' },
      { members: module.definitions, noun: 'job definition' },
    ]) {
      const keys = new Set<string>();
      for (const { key, path } of members) {
        const hint = 'Choose another key: it is unique in its module.';
        if (keys.has(key)) report(path, `another ${noun} has the key ${show(key)}`, hint);
        keys.add(key);
      }
    }
  }),
};
