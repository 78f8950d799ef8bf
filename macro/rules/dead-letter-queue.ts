import { show } from '../diagnostics/diagnostics.js';
import { schedulesOf } from '../read/schedules.js';
import { DEAD_LETTER_ARN, DEAD_LETTER_EXPECTED } from '../schema/schedules.js';
import { branchesOf, isUnseen, namedIn } from '../template/intrinsics.js';
import { textOf } from '../template/template.js';
import { checkReferred, type Expected } from './referred.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
const QUEUE: Expected = {
  types: ['AWS::SQS::Queue'],
  noun: 'an Amazon SQS queue',
  part: 'ARN',
  attributes: ['Arn'],
  ref: 'the URL of the queue',
};

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
export const deadLetterQueue: Rule = {
  code: 'dead-letter-queue',
  severity: 'error',
  description:
    'A dead_letter_arn that is not the ARN of a standard Amazon SQS queue in one of its branches, or that is its URL.',
  check: eachModule((module, report) => {
    for (const { path, value } of schedulesOf(module)) {
      const at = [...path, 'dead_letter_arn'];
      checkReferred(value.dead_letter_arn, QUEUE, at, module, report);
      for (const arn of value.dead_letter_arn === undefined ? [] : branchesOf(value.dead_letter_arn)) {
        const { kind, name: id = '' } = namedIn(arn) ?? {};
        const isQueue = kind === 'GetAtt' && QUEUE.types.includes(module.typeOf(id) ?? '');
        if (isQueue && textOf(module.propertiesOf(id)['FifoQueue']) === 'true') {
          const message = `expected the ARN of a standard queue; ${id} is a FIFO queue`;
          report(at, message, 'Refer to another queue, without FifoQueue.');
        } else if (!isUnseen(arn) && !DEAD_LETTER_ARN.test(textOf(arn))) {
          report(at, `expected ${DEAD_LETTER_EXPECTED}; received ${show(arn)}`, 'Use the ARN of a standard queue.');
        }
      }
    }
  }),
};
