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

/**
 * The answers to all questions.
 *
 * @param asks - whether to ask for those that no option has, instead of taking the default
 * @throws UsageError if an option has no valid value, or the user ends the input
 */
export async function answersOf({ values }: Arguments, asks: boolean): Promise<Answers> {
  const given = (key: string) => values[key] as string | undefined;
  for (const question of QUESTIONS) {
    const wrong = problemOf(question, given(question.key) ?? question.byDefault);
    if (wrong) throw new UsageError(`--${question.key} ${wrong}`);
  }
  const isComplete = QUESTIONS.every(({ key }) => given(key) !== undefined);
  const terminal = asks && !isComplete ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  try {
    const answers: [string, string][] = [];
    for (const question of QUESTIONS) {
      const { key, byDefault } = question;
      answers.push([key, given(key) ?? (terminal ? await ask(terminal, question) : byDefault)]);
    }
    return Object.fromEntries(answers) as unknown as Answers;
  } finally {
    terminal?.close();
  }
}

async function ask(terminal: Interface, question: Question): Promise<string> {
  const { text, choices = [], byDefault } = question;
  const meanings = choices.map(([answer, meaning]) => `  ${answer.padEnd(12)}${meaning}\n`).join('');
  // Without this, a question would wait for ever when the input ends.
  const ended = new Promise<never>((_, reject) => {
    terminal.once('close', () => reject(new UsageError('the input ended before all questions were answered')));
  });
  const reply = await Promise.race([terminal.question(`\n${text}\n${meanings}[${byDefault}]: `), ended]);
  const answer = reply.trim() || byDefault;
  const wrong = problemOf(question, answer);
  if (!wrong) return answer;
  process.stderr.write(`It ${wrong}.\n`);
  return ask(terminal, question);
}

/** What is wrong with an answer, if anything. */
function problemOf({ choices, pattern }: Question, answer: string): string | undefined {
  const names = choices?.map(([name]) => name);
  if (names && !names.includes(answer)) return `must be ${names.join(' or ')}; received ${answer}`;
  if (pattern && !pattern[0].test(answer)) return `must be ${pattern[1]}; received ${answer}`;
  return undefined;
}
