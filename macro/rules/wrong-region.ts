import { show } from '../diagnostics/diagnostics.js';
import { isDynamic } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

export const wrongRegion: Rule = {
  code: 'wrong-region',
  severity: 'error',
  description: 'A Region in authentication that differs from the stack’s.',
  check: eachModule(({ config, configPath, region }, report) => {
    const { authentication } = config;
    const aws = isMapping(authentication) ? authentication['aws'] : undefined;
    const stated = isMapping(aws) ? aws['region'] : undefined;
    if (region === undefined || typeof stated !== 'string' || isDynamic(stated) || stated === region) return;
    const hint = `Deploy the stack in ${stated}, or remove authentication.`;
    report(
      [...configPath, 'authentication', 'aws', 'region'],
      `expected the stack’s Region, ${region}; received ${show(stated)}`,
      hint,
    );
  }),
};
