import { show } from '../diagnostics/diagnostics.js';
import { NAME } from '../schema/names.js';
import { isDynamic } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

export const longName: Rule = {
  code: 'long-name',
  severity: 'error',
  description: 'A name that AWS Batch refuses, because its prefix makes it too long.',
  check: eachModule(({ queues, definitions }, report) => {
    for (const { name, path } of [...queues, ...definitions]) {
      if (typeof name !== 'string' || NAME.test(name) || isDynamic(name)) continue;
      const message = `with its prefix the name has ${name.length} characters, and 128 is the most: ${show(name)}`;
      report(path, message, 'Shorten the key or name_prefix.');
    }
  }),
};
