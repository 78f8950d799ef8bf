/** Fills in the template of `provose-batch init`. The text is in template.yaml. */

import { readSource } from '../source.js';
import { expandAsDeployed } from '../template-file.js';
import { toYaml } from '../yaml-output.js';
import { type Answers, QUESTIONS } from './questions.js';
import TEMPLATE from './template.yaml';

/** A line, and the answers for which it is there, with those below it that are indented further. */
const TAGGED = /^(.*) #\? (.*)$/;

/**
 * The template for some answers, which `validate --strict` accepts unless `problemOfImage` has a problem.
 *
 * @param file - the name by which its comments call it
 */
export function fillTemplate(answers: Answers, file: string): string {
  const inComments: Readonly<Record<string, string>> = { FILE: shellWord(file), NAME: answers.name };
  const asYaml: Readonly<Record<string, string>> = { NAME: scalar(answers.name), IMAGE: scalar(answers.image) };
  return linesFor(answers)
    .map((line) => line.replace(/\$([A-Z]+)/g, (_, key: string) => (/^#/.test(line) ? inComments : asYaml)[key] ?? ''))
    .join('\n');
}

/** Why the language does not accept the image among the answers, and what to answer instead. */
export function problemOfImage(answers: Answers): string | undefined {
  const { data } = readSource('template.yaml', fillTemplate(answers, 'template.yaml'));
  const settings = { parameters: {}, region: undefined, macroName: 'ProvoseBatch' };
  const [problem] = expandAsDeployed(data, settings).diagnostics;
  if (!problem) return undefined;
  const fix =
    problem.code === 'image-architecture'
      ? 'Give an image for x86_64 or for several architectures, or keep the default and change image and architecture later'
      : 'Give the name of an image, such as team/app:1.0';
  return `cannot be ${answers.image}: ${problem.message}. ${fix}`;
}

/** A text as YAML, in quotes if YAML would read it as something else, such as `yes` or `12:30`. */
const scalar = (text: string) => toYaml([text]).replace(/^- /, '').trimEnd();

/** A file's name as a command has it, in quotes if a shell would not take it as one word. */
export function shellWord(file: string): string {
  const path = file.startsWith('-') ? `./${file}` : file;
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function linesFor(answers: Answers): string[] {
  let leftOut = Number.POSITIVE_INFINITY;
  const lines = TEMPLATE.split('\n').filter((line) => {
    const indent = line.search(/\S/);
    if (indent > leftOut) return false;
    const tags = TAGGED.exec(line)?.[2]?.split(' ') ?? [];
    leftOut = isFor(tags, answers) ? Number.POSITIVE_INFINITY : indent;
    return leftOut > indent;
  });
  return lines.map((line) => line.replace(TAGGED, '$1'));
}

/** Whether every question that has its answers among the tags has the given one there. */
const isFor = (tags: readonly string[], answers: Answers) =>
  QUESTIONS.every(({ key, choices = [] }) => {
    const wanted = tags.filter((tag) => choices.some(([choice]) => choice === tag));
    return wanted.length === 0 || wanted.includes(answers[key]);
  });
