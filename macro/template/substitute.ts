/**
 * Replaces names in the text of an `Fn::Sub` by values. All other names keep their meaning: a substituted value never
 * forms a new placeholder, and never refers to the function's own variables.
 */

import { type Intrinsic, isIntrinsic, type SubArguments, sub } from './intrinsics.js';

/** `${Name}`, but not `${!Literal}`. CloudFormation ignores spaces around the name. */
export const PLACEHOLDER = /\$\{\s*([^!}\s][^}]*?)\s*\}/g;

/** The names that CloudFormation allows between the braces. */
const NAME = /^[A-Za-z0-9_.:]+$/;

/** The names in a text. */
export const namesIn = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

/** Whether CloudFormation allows the name between `${` and `}`. */
export const isSubName = (name: string): boolean => NAME.test(name);

/** What is wrong with such a name. */
export const badSubName = (name: string): string =>
  `CloudFormation allows only letters, digits, underscores, periods and colons between the braces of \${${name}}`;

/**
 * Replaces each of the given names by its value: within the text if possible, otherwise through a variable with an
 * unused name.
 *
 * @param others - more names that new variables must not have
 */
export function substitute(
  { text, variables }: SubArguments,
  values: ReadonlyMap<string, unknown>,
  others: readonly string[] = [],
): Intrinsic {
  const isFree = (inner: string) => namesIn(inner).every((name) => !Object.hasOwn(variables, name));
  const inText = new Map<string, string>();
  for (const [name, value] of values) {
    const written = asText(value);
    if (written !== undefined && isFree(written)) inText.set(name, written);
  }
  const replaced = (whole: string, name: string) => (values.has(name) ? (inText.get(name) ?? '') : whole);
  const taken = new Set([
    ...others,
    ...Object.keys(variables),
    ...namesIn(text.replace(PLACEHOLDER, replaced)).flatMap((name) => [name, name.split('.')[0]]),
  ]);
  const all: Record<string, unknown> = { ...variables };
  for (const [name, value] of values) {
    if (inText.has(name)) continue;
    let variable = 'Value';
    for (let index = 1; taken.has(variable); index++) variable = `Value${index}`;
    taken.add(variable);
    all[variable] = value;
    inText.set(name, `\${${variable}}`);
  }
  const result = text.replace(PLACEHOLDER, replaced);
  return sub(result, Object.keys(all).length > 0 ? all : undefined);
}

/** A value as part of a Sub's text, or `undefined` if it is not safe at every position. */
function asText(value: unknown): string | undefined {
  // A `$` or `{` could form a placeholder with the adjacent text. So could the texts on both sides of an empty value.
  if (typeof value === 'string') return value === '' || /[${]/.test(value) ? undefined : value;
  if (!isIntrinsic(value)) return undefined;
  const { Ref: name, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value;
  if (typeof text === 'string') return /^\{|\$$/.test(text) ? undefined : text;
  const placeholder = typeof name === 'string' ? name : Array.isArray(attribute) ? attribute.join('.') : '';
  return isSubName(placeholder) ? `\${${placeholder}}` : undefined;
}
