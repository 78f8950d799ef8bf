import { show } from '../diagnostics/diagnostics.js';
import { schedulesOf } from '../read/schedules.js';
import { DEAD_LETTER_ARN, DEAD_LETTER_EXPECTED } from '../schema/schedules.js';
import { branchesOf, isUnseen } from '../template/intrinsics.js';
import { isMapping, textOf } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

/** `Ref` of a queue returns its URL: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const deadLetterQueue: Rule = {
  code: 'dead-letter-queue',
  severity: 'error',
  description:
    'A dead_letter_arn that is not the ARN of an Amazon SQS queue in one of its branches, or that is its URL.',
  check: eachModule((module, report) => {
    for (const { path, value } of schedulesOf(module)) {
      const at = [...path, 'dead_letter_arn'];
      for (const arn of value.dead_letter_arn === undefined ? [] : branchesOf(value.dead_letter_arn)) {
        const name = isMapping(arn) && typeof arn['Ref'] === 'string' ? arn['Ref'] : undefined;
        if (name !== undefined && module.typeOf(name) === 'AWS::SQS::Queue') {
          report(at, `!Ref ${name} is the URL of the queue, not its ARN`, `Write !GetAtt ${name}.Arn`);
        } else if (!isUnseen(arn) && !DEAD_LETTER_ARN.test(textOf(arn))) {
          report(at, `expected ${DEAD_LETTER_EXPECTED}; received ${show(arn)}`, 'Use the ARN of a standard queue.');
        }
      }
    }
  }),
};
