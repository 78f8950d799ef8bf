import { definitionLength, queueLength } from './policy-length.js';
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
    // A queue is in two statements.
    const ofQueues = queues.map(({ name }) => 2 * queueLength(name));
    const ofDefinitions = definitions.map(({ name }) => definitionLength(name));
    const length = [...ofQueues, ...ofDefinitions].reduce((sum, each) => sum + each, FRAME);
    if (length <= LONGEST) return;
    const message = `a managed policy has at most ${LONGEST} characters, and ${queues.length} queues and ${definitions.length} job definitions need at least ${length}`;
    report([...configPath, 'submit_policy'], message, 'Split the module, or write policies for fewer queues.');
  }),
};
