import { batchArnLength } from '../template/arn.js';
import { eachModule, type Rule } from './rule.js';

/** In characters, without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST = 6144;
/** The statements without queues and definitions. */
const FRAME = 700;

export const submitPolicySize: Rule = {
  code: 'submit-policy-size',
  severity: 'error',
  description: 'More queues and job definitions than a managed policy has room for.',
  check: eachModule(({ config, configPath, queues, definitions }, report) => {
    if (config.submit_policy === false) return;
    // A queue is in two statements, a definition has two ARNs, and each is in quotation marks with a comma.
    const lengthOf = (type: string, name: unknown) => 3 + batchArnLength(type, name, 'least');
    const ofQueues = queues.map(({ name }) => 2 * lengthOf('job-queue', name));
    const ofDefinitions = definitions.map(({ name }) => 2 * lengthOf('job-definition', name) + 2);
    const length = [...ofQueues, ...ofDefinitions].reduce((sum, each) => sum + each, FRAME);
    if (length <= LONGEST) return;
    const message = `a managed policy has at most ${LONGEST} characters, and ${queues.length} queues and ${definitions.length} job definitions need at least ${length}`;
    report([...configPath, 'submit_policy'], message, 'Split the module, or write policies for fewer queues.');
  }),
};
