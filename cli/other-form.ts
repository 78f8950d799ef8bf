/** What to write in overrides instead of a list or a mapping in another form. */

import { inFlowStyle } from '../macro/read/at.js';
import { isPlainMapping } from '../macro/template/intrinsics.js';
import { isMapping, type PropertyType } from '../macro/template/template.js';

type Properties = Readonly<Record<string, PropertyType>>;

/** A longer one is easier to write than to read in a message. */
const MOST_CHARACTERS = 200;

const written = (kind: string, value: unknown): string => {
  const text = inFlowStyle(value);
  return `Write it as ${kind}${text.length > MOST_CHARACTERS ? '' : `: ${text}`}.`;
};

/** The fix for what must be a list. */
export function asList(value: unknown, name: string, each: PropertyType): string {
  if (typeof each === 'string') {
    if (isMapping(value)) return 'Write a list of text.';
    if (typeof value !== 'string') return written('a list', [value]);
    return written('a list', /^(Command|EntryPoint|Args)$/.test(name) ? asCommand(value) : value.split(/\s*,\s*/));
  }
  const properties = each as Properties;
  if (isMapping(value)) {
    if (Object.keys(value).some((key) => Object.hasOwn(properties, key))) return written('a list', [value]);
    const [key, other] = pairOf(properties) ?? [];
    const items = Object.entries(value);
    if (key && other && items.every(([, item]) => !isPlainMapping(item) && !Array.isArray(item)))
      return written(
        'a list',
        items.map(([inner, item]) => ({ [key]: inner, [other]: item })),
      );
  }
  return `Write a list of mappings, with ${namesOf(properties).slice(0, 3).join(', ')}.`;
}

/** The fix for what must be a mapping. */
export function asMapping(value: unknown, properties: Properties): string {
  const isOpen = Object.hasOwn(properties, '*');
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  if (isOpen && items.length > 0) {
    const pairs = items.map((item) => isMapping(item) && ([item['Key'] ?? item['Name'], item['Value']] as const));
    if (pairs.every((pair) => pair && typeof pair[0] === 'string' && pair[1] !== undefined))
      return written('a mapping', Object.fromEntries(pairs as [string, unknown][]));
  }
  const [only] = items;
  if (!isOpen && items.length === 1 && isPlainMapping(only)) return written('a mapping', only);
  return `Write a mapping, with ${isOpen ? 'a name and a value' : namesOf(properties).slice(0, 3).join(', ')}.`;
}

/** Characters that only a shell reads as they are meant. */
const OF_SHELL = /["'`$|&;<>*?~#\\(){}[\]\n]|^\s*\w+=/;

/** The list to write instead of a command as text. */
const asCommand = (text: string): string[] =>
  OF_SHELL.test(text) ? ['sh', '-c', text.trim()] : text.trim().split(/\s+/);

export const namesOf = (properties: Properties): string[] => Object.keys(properties).filter((name) => name !== '!');

/** The two properties of a type that is a name with a value, such as a variable. */
function pairOf(properties: Properties): [string, string] | undefined {
  const names = namesOf(properties);
  const [key, other] = [/^(Name|Key|Type)$/, /^Value/].map((form) => names.find((name) => form.test(name)));
  return names.length === 2 && key && other ? [key, other] : undefined;
}
