/** Fills in the template of `provose-batch init`. The text is in template.yaml. */

import { UsageError } from '../command.js';
import { locateAll } from '../render.js';
import { readSource } from '../source.js';
import { expandSource } from '../template-file.js';
import { type Answers, QUESTIONS } from './questions.js';
import TEMPLATE from './template.yaml';

/** A line, and the answers for which it is there, with those below it that are indented further. */
const TAGGED = /^(.*) #\? (.*)$/;

/**
 * The template for some answers, which `validate --strict` accepts.
 *
 * @param file - the name by which its comments call it
 * @throws UsageError if the language does not accept an answer
 */
export function fillTemplate(answers: Answers, file: string): string {
  const values: Readonly<Record<string, string>> = { FILE: file, NAME: answers.name, IMAGE: answers.image };
  const text = linesFor(answers).replace(/\$([A-Z]+)/g, (_, key: string) => values[key] ?? '');
  const source = readSource(file, text);
  const { diagnostics } = expandSource(source, { parameters: {}, region: undefined, macroName: 'ProvoseBatch' });
  const [problem] = locateAll(diagnostics, source);
  if (!problem) return text;
  const { line, message, hint } = problem;
  const fix = hint.replace(/\.$/, '');
  throw new UsageError(`the answers give a template with "${source.lines[line - 1]?.trim()}": ${message}. ${fix}`);
}

function linesFor(answers: Answers): string {
  let leftOut = Number.POSITIVE_INFINITY;
  const lines = TEMPLATE.split('\n').filter((line) => {
    const indent = line.search(/\S/);
    if (indent > leftOut) return false;
    const tags = TAGGED.exec(line)?.[2]?.split(' ') ?? [];
    leftOut = isFor(tags, answers) ? Number.POSITIVE_INFINITY : indent;
    return leftOut > indent;
  });
  return lines.map((line) => line.replace(TAGGED, '$1')).join('\n');
}

/** Whether every question that has its answers among the tags has the given one there. */
const isFor = (tags: readonly string[], answers: Answers) =>
  QUESTIONS.every(({ key, choices = [] }) => {
    const wanted = tags.filter((tag) => choices.some(([choice]) => choice === tag));
    return wanted.length === 0 || wanted.includes(answers[key]);
  });
