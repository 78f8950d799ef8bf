/**
 * Reports YAML syntax errors: one message for each error, with its place and fix, and none for consequential errors.
 */

import { type Document, visit } from 'yaml';
import { type Diagnostic, didYouMean } from '../macro/diagnostics/diagnostics.js';
import { commentIn, inJson, isJson } from './json-syntax.js';
import { shortForms } from './yaml-functions.js';

/** A diagnostic with its offset in the text. */
export type Fault = Diagnostic & {
  readonly offset: number;
  /** True for an error that does not change what the rest of the file means. */
  readonly isAlone?: true;
  /** True for a number that YAML 1.1 and 1.2 read the same, although JSON writes it in another way. */
  readonly isNumber?: true;
  /** The tag that CloudFormation does not support, as the parser names it. */
  readonly tag?: string;
};

/** An error after which no data is available, unless it is alone. */
export function syntaxFault(message: string, hint: string, offset: number): Fault {
  return { code: 'syntax', severity: 'error', path: [], message, hint, offset };
}

/** The fault of a file whose nesting exceeds the parser's stack. */
export const nestedTooDeep = (offset: number) =>
  syntaxFault('the file is nested too deeply', 'Simplify the template.', offset);

/** The parser calls itself for each level, and V8 ends the process if the stack is exhausted at some places. */
const MOST_LEVELS = 500;

/** The fault of a file with more levels of brackets, indentation or lists in lists than any template has. */
export function depthFault(text: string): Fault | undefined {
  let level = 0;
  for (const { 0: part, index } of text.matchAll(/[[{\]}]|^ {500}|(?:- ){500}/gm)) {
    if (part === '[' || part === '{') level += 1;
    else if (part.length === 1) level = Math.max(level - 1, 0);
    if (level > MOST_LEVELS || part.length > 1) return nestedTooDeep(index);
  }
  return undefined;
}

/** The parser's error codes, each with a fix and, if the parser's message is unclear, a message. */
const SYNTAX: Record<string, { readonly message?: string; readonly hint: string }> = {
  BAD_ALIAS: { hint: 'Put the value in quotes if you mean text that begins with * or &.' },
  BAD_DIRECTIVE: { hint: 'Remove the line: CloudFormation reads YAML 1.1.' },
  MULTIPLE_DOCS: {
    message: 'the file has more than one YAML document',
    hint: 'CloudFormation reads only one document per file: remove this line, or split the file.',
  },
  MULTIPLE_TAGS: {
    message: 'a short form cannot directly follow another',
    hint: 'Write the outer function in its long form, such as Fn::Base64: !Sub text.',
  },
  TAB_AS_INDENT: { message: 'a tab is not allowed as indentation', hint: 'Indent with spaces.' },
};

/**
 * The errors of a file that is not valid YAML, or that contains tags or characters that CloudFormation does not
 * support. Errors after the first syntax error are omitted, because it may have caused them.
 */
export function syntaxFaults(document: Document.Parsed, text: string): Fault[] {
  const { errors, warnings } = document;
  // YAML's printable characters: https://yaml.org/spec/1.1/#id868524
  const unprintable = text.search(/[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  if (unprintable >= 0) return [characterFault(text, unprintable)];
  const isMeantAsJson = isJson(text);
  const comment = isMeantAsJson ? commentIn(text, errors.length > 0) : undefined;
  if (comment !== undefined) return [syntaxFault('JSON has no comments', 'Remove it.', comment)];
  const found = [...errors, ...warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = found.findIndex(({ code, message }) => code !== 'TAG_RESOLVE_FAILED' || isTooDeep(message));
  return found.slice(0, first < 0 ? found.length : first + 1).map(({ code, message, pos: [offset] }) => {
    if (isTooDeep(message)) return nestedTooDeep(offset);
    if (code === 'TAG_RESOLVE_FAILED') return tagFault(message, offset);
    if (/^Missing closing .*quote/.test(message)) return quoteFault(lastQuote(document, offset));
    const placeholder = placeholderFault(text, offset) ?? colonFault(message, text, offset);
    if (placeholder) return placeholder;
    const known =
      SYNTAX[code] ?? (isMeantAsJson ? inJson(message) : { hint: 'Correct the YAML here, or just before.' });
    return syntaxFault(known.message ?? message, known.hint, offset);
  });
}

/** The fault of a line that would be a key and a value with a colon and a space between them. */
function colonFault(message: string, text: string, offset: number): Fault | undefined {
  const [, key, value] = /^([\w-]+)(?: +|:)(\S.*)/.exec(text.slice(offset, offset + 1000)) ?? [];
  if (key === undefined || !/^Implicit (map )?keys need/.test(message)) return undefined;
  return syntaxFault('a colon and a space are missing', `Write ${key}: ${value?.trim()}`, offset);
}

const quoteFault = (offset: number) =>
  syntaxFault('this quote is not closed', 'Write the same quote after the text, or remove this one.', offset);

/** The offset at which the text in quotes that ends at an offset begins. The parser reports the end. */
function lastQuote(document: Document.Parsed, end: number): number {
  let start = 0;
  visit(document, {
    Scalar: (_, { type, range }) => {
      const isOpen = type?.startsWith('QUOTE') && range && range[0] <= end;
      if (isOpen) start = Math.max(start, range[0]);
    },
  });
  return start;
}

/** Whether the parser ended for lack of stack: it turns exceptions inside a tag into errors. */
const isTooDeep = (message: string) => /call stack/.test(message);

function characterFault(text: string, offset: number): Fault {
  const code = text.charCodeAt(offset);
  if (code === 0) return syntaxFault('the file is not UTF-8 text', 'Save it as UTF-8, not as UTF-16.', offset);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return syntaxFault(
    `YAML does not allow the character ${name}`,
    'Remove it, or write it as an escape in double quotes.',
    offset,
  );
}

function tagFault(message: string, offset: number): Fault {
  const name = /^Unresolved tag: (.*)/s.exec(message)?.[1];
  if (name === undefined) return syntaxFault(message, 'Put it in quotes if you mean text.', offset);
  const tag = name.replace('tag:yaml.org,2002:', '!!');
  const hint = tag.startsWith('!!') ? 'Remove the tag.' : didYouMean(tag, shortForms);
  return { ...syntaxFault(`CloudFormation does not support the tag ${tag}`, hint, offset), tag: name };
}

/** Reports `{{ name }}` or `{% if %}` in the line of an error, because YAML reads the brace as a mapping. */
export function placeholderFault(text: string, offset: number): Fault | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const at = text.slice(start, start + 1000).search(/\{[{%]|\n/);
  if (at < 0 || text[start + at] === '\n') return undefined;
  const message = `${text.slice(start + at, start + at + 2)} outside quotes begins a YAML mapping`;
  const hint =
    'Put the whole value in quotes, or render the file first if it is a template for Jinja or a similar engine.';
  return syntaxFault(message, hint, start + at);
}
