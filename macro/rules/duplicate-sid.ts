import type { Policies } from '../schema/policies.js';
import { isPlainMapping, isUnseen } from '../template/intrinsics.js';
import type { Path } from '../template/template.js';
import { eachModule, type Report, type Rule } from './rule.js';

/** All statements of a key become one policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
export const duplicateSid: Rule = {
  code: 'duplicate-sid',
  severity: 'error',
  description: 'Two statements of a policy with the same Sid, which IAM rejects.',
  check: eachModule(({ config, configPath, definitions }, report) => {
    checkSids(config.instance_policies, [...configPath, 'instance_policies'], report);
    for (const { path, value } of definitions) checkSids(value.policies, [...path, 'policies'], report);
  }),
};

function checkSids(policies: Policies = [], path: Path, report: Report): void {
  const seen = new Set<string>();
  for (const [index, statement] of policies.entries()) {
    const sid = isPlainMapping(statement) ? statement['Sid'] : undefined;
    if (typeof sid !== 'string' || sid === '' || isUnseen(sid)) continue;
    if (seen.has(sid))
      report([...path, index, 'Sid'], `another statement has the Sid ${sid}`, 'Give it another Sid, or remove it.');
    seen.add(sid);
  }
}
