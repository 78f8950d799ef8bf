/** What `provose-batch init` must know: by options, by questions in a terminal, or by default. */

import { createInterface, type Interface } from 'node:readline/promises';
import { type Arguments, UsageError } from '../command.js';

export interface Answers {
  readonly compute: string;
  readonly vpc: string;
  readonly image: string;
  readonly name: string;
}

interface Question {
  readonly key: keyof Answers;
  readonly text: string;
  /** Without `choices`, any answer that matches `pattern` is valid. */
  readonly choices?: readonly (readonly [answer: string, meaning: string])[];
  readonly pattern?: readonly [RegExp, string];
  readonly byDefault: string;
}

export const QUESTIONS: readonly Question[] = [
  {
    key: 'compute',
    text: 'where jobs run',
    choices: [
      ['ec2', 'On-Demand Instances of Amazon EC2'],
      ['spot', 'Spot Instances, cheaper, for jobs that are safe to repeat'],
      ['fargate', 'AWS Fargate, without instances'],
      ['spot-first', 'Spot Instances, with On-Demand Instances behind'],
    ],
    byDefault: 'ec2',
  },
  {
    key: 'vpc',
    text: 'in which VPC',
    choices: [
      ['new', 'a VPC of its own'],
      ['existing', 'the VPC and the subnets that the parameters of the template name'],
    ],
    byDefault: 'new',
  },
  {
    key: 'image',
    text: 'the container image of the job',
    pattern: [/^[\w][\w./:@-]*$/, 'the name of an image, such as team/app:1.0'],
    byDefault: 'public.ecr.aws/docker/library/busybox:1.36',
  },
  {
    key: 'name',
    text: 'the name of the queue, the job definition and the stack',
    pattern: [/^[a-z][a-z0-9-]{0,62}$/, 'at most 63 lower-case letters, digits and hyphens, and begin with a letter'],
    byDefault: 'my-jobs',
  },
];

/** The options of the command, one for each question. */
export const QUESTION_HELP = QUESTIONS.map(
  ({ key, text, choices = [], byDefault }) =>
    `  ${`--${key} ${key.toUpperCase()}`.padEnd(21)} ${text} (default: ${byDefault})\n` +
    choices.map(([answer, meaning]) => `${' '.repeat(26)}${answer.padEnd(12)}${meaning}\n`).join(''),
).join('');

/** What is wrong with an answer of the right form, given all answers. */
type Problem = (answers: Answers) => string | undefined;

const DEFAULTS = Object.fromEntries(QUESTIONS.map(({ key, byDefault }) => [key, byDefault])) as unknown as Answers;

/**
 * The answers to all questions.
 *
 * @param asks - whether to ask for those that no option has, instead of taking the default
 * @param problemOfImage - the check of the image, which depends on the other answers
 * @throws UsageError if an option has no valid value, or the user ends the input
 */
export async function answersOf({ values }: Arguments, asks: boolean, problemOfImage: Problem): Promise<Answers> {
  const given = QUESTIONS.filter(({ key }) => values[key] !== undefined);
  let answers: Answers = { ...DEFAULTS };
  for (const question of given) {
    answers = { ...answers, [question.key]: values[question.key] };
    const wrong = problemOf(question, answers, problemOfImage);
    if (wrong) throw new UsageError(`--${question.key} ${wrong}`);
  }
  const open = QUESTIONS.filter((question) => !given.includes(question));
  if (!asks || open.length === 0) return answers;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (const question of open) answers = await ask(terminal, question, answers, problemOfImage);
    return answers;
  } finally {
    terminal.close();
  }
}

/** The answers with that to one more question. */
async function ask(
  terminal: Interface,
  question: Question,
  others: Answers,
  problemOfImage: Problem,
): Promise<Answers> {
  const { key, text, choices = [], byDefault } = question;
  const meanings = choices.map(([answer, meaning]) => `  ${answer.padEnd(12)}${meaning}\n`).join('');
  // Without this, a question would wait for ever when the input ends.
  const ended = new Promise<never>((_, reject) => {
    terminal.once('close', () => reject(new UsageError('the input ended before all questions were answered')));
  });
  const reply = await Promise.race([terminal.question(`\n${text}\n${meanings}[${byDefault}]: `), ended]);
  const answers = { ...others, [key]: reply.trim() || byDefault };
  const wrong = problemOf(question, answers, problemOfImage);
  if (!wrong) return answers;
  process.stderr.write(`It ${wrong}.\n`);
  return ask(terminal, question, others, problemOfImage);
}

/** What is wrong with the answer to a question, if anything. */
function problemOf({ key, choices, pattern }: Question, answers: Answers, problemOfImage: Problem): string | undefined {
  const answer = answers[key];
  const names = choices?.map(([name]) => name);
  if (names && !names.includes(answer)) return `must be ${names.join(' or ')}; received ${answer}`;
  if (pattern && !pattern[0].test(answer)) return `must be ${pattern[1]}; received ${answer}`;
  return key === 'image' ? problemOfImage(answers) : undefined;
}
