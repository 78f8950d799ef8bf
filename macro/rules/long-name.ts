import { show } from '../diagnostics/diagnostics.js';
import { NAME } from '../schema/names.js';
import { isDynamic } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

export const longName: Rule = {
  code: 'long-name',
  severity: 'error',
  description: 'A name that is too long for AWS Batch because of its prefix.',
  check: eachModule(({ queues, definitions }, report) => {
    for (const { name, path } of [...queues, ...definitions]) {
      if (typeof name !== 'string' || NAME.test(name) || isDynamic(name)) continue;
      const message = `the name with its prefix has ${name.length} characters; the maximum is 128: ${show(name)}`;
      report(path, message, 'Shorten the key or name_prefix.');
    }
  }),
};
