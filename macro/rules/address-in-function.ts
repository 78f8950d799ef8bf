import { show } from '../diagnostics/diagnostics.js';
import { isIntrinsic, isPlainMapping } from '../template/intrinsics.js';
import { textOf } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

export const addressInFunction: Rule = {
  code: 'address-in-function',
  severity: 'error',
  description: 'An e-mail address in a function, which would be taken for the ARN of a topic.',
  check: eachModule(({ config: { notifications }, configPath }, report) => {
    const isDetailed = isPlainMapping(notifications);
    const to = isDetailed ? notifications['to'] : notifications;
    if (!isIntrinsic(to) || !textOf(to).includes('@')) return;
    const path = [...configPath, 'notifications', ...(isDetailed ? ['to'] : [])];
    const message = `an e-mail address must be known before deployment; received ${show(to)}`;
    report(path, message, 'Write the address, or a Ref to a parameter whose value is the address.');
  }),
};
