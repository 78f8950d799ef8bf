/** Fixes for text that is refused because the function around it is missing, or is part of the text. */

import { type Diagnostic, show } from '../macro/diagnostics/diagnostics.js';
import { lookUp } from '../macro/read/at.js';
import { SECTION } from '../macro/read/find.js';
import { getAtt, PSEUDO_PARAMETERS, ref, sub } from '../macro/template/intrinsics.js';
import { namesIn } from '../macro/template/substitute.js';
import { type Mapping, section, type Template } from '../macro/template/template.js';
import { shortForms } from './yaml-functions.js';

/**
 * The diagnostic, with the function to write if it is of text that is meant to be one.
 *
 * @param isJson - whether the template has no short forms of functions
 */
export function withFunction(diagnostic: Diagnostic, template: Template, isJson: boolean): Diagnostic {
  const value = lookUp(template, diagnostic.path);
  if (typeof value !== 'string' || !diagnostic.message.includes(`received ${show(value)}`)) return diagnostic;
  const meant = asShortForm(value) ?? aroundNames(value, template);
  if (!meant) return diagnostic;
  const [short, long] = meant;
  return { ...diagnostic, hint: `Write ${isJson ? JSON.stringify(long) : short}.` };
}

/** A function in its short and its long form. */
type Forms = readonly [short: string, long: Mapping];

/** The function that a text has as it is written in YAML. */
function asShortForm(text: string): Forms | undefined {
  const [, tag = '', argument = ''] = /^\s*(!\w+)\s+(\S.*?)\s*$/s.exec(text) ?? [];
  if (!shortForms.includes(tag) || /^[[{|>]/.test(argument)) return undefined;
  const name = tag.slice(1);
  const inner = argument.replace(/^(["'])(.*)\1$/s, '$2');
  const short = `${tag} ${argument}, without quotes`;
  if (name === 'Ref') return [short, ref(inner)];
  const dot = inner.indexOf('.');
  if (name === 'GetAtt' && dot > 0) return [short, getAtt(inner.slice(0, dot), inner.slice(dot + 1))];
  return [short, { [`Fn::${name}`]: inner }];
}

/** The function for a text with names of the template between `${` and `}`. */
function aroundNames(text: string, template: Template): Forms | undefined {
  const names = namesIn(text);
  const [first = ''] = names;
  const ids = [
    ...Object.keys(section(template, 'Resources')),
    ...(Object.hasOwn(template, SECTION) ? ['Provose'] : []),
  ];
  const known = [...ids, ...Object.keys(section(template, 'Parameters')), ...PSEUDO_PARAMETERS];
  const isKnown = (name: string) => known.includes(name) || ids.includes(name.split('.')[0] ?? '');
  if (names.length === 0 || !names.every(isKnown)) return undefined;
  const isWhole = text === `\${${first}}`;
  if (isWhole && known.includes(first)) return [`!Ref ${first}`, ref(first)];
  const [id = '', ...attribute] = first.split('.');
  if (isWhole) return [`!GetAtt ${first}`, getAtt(id, attribute.join('.'))];
  return [`!Sub '${text.replaceAll("'", "''")}'`, sub(text)];
}
