/** Turns validation issues into diagnostics with a path, the received value and a suggested fix. */

import * as v from 'valibot';
import { type Code, didYouMean, nearest, show } from '../diagnostics/diagnostics.js';
import { type Field, fieldOf } from '../schema/field.js';
import { fixOf } from '../schema/fix.js';
import { insideOf, unwrap } from '../schema/inside.js';
import { UNKNOWN_KEY } from '../schema/types.js';
import { isMapping, type Path, textOf } from '../template/template.js';
import { fieldAt, inFlowStyle, lookUp, mappingAt, schemaAt } from './at.js';
import { EXTENSIONS_FIRST, LOOP } from './evaluate.js';
import { fixFor } from './unknown-key.js';

/** The diagnostic for an issue of valibot. */
export function explain(issue: v.BaseIssue<unknown>, path: Path, schema: v.GenericSchema, value: unknown) {
  const fault = (code: Code, place: Path, message: string, hint: string) => ({ code, path: place, message, hint });
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  if (key.startsWith(LOOP)) {
    return fault('unknown-at-expansion', path, 'loops must be expanded before this macro runs', EXTENSIONS_FIRST);
  }
  if (issue.message === UNKNOWN_KEY) {
    const near = fixFor(schema, path, value);
    const hint = parent.length > 0 ? near : `${near} Compute environments belong under batch.`;
    return fault('unknown-key', path, `unknown key ${show(key)}`, hint);
  }
  if (issue.path?.at(-1)?.origin === 'key') {
    if (issue.input !== undefined) {
      return fault(
        'bad-name',
        path,
        `expected ${issue.message}; received ${show(key)}`,
        fixOf(issue) ?? nameFix(schema, path, value),
      );
    }
    const field = fieldAt(schema, path, value);
    return fault('missing-key', parent, `${key} is missing`, `Add ${field?.text}. ${field?.doc}`);
  }
  const at = schemaAt(schema, path, value);
  const isOther = at !== undefined && canBeMapping(at, issue);
  const message = `expected ${issue.message}${isOther ? ' or a mapping' : ''}; received ${show(issue.input)}`;
  if (issue.type === 'string' && typeof issue.input === 'number') {
    const hint = 'Quote it: YAML reads an unquoted 1.10 as 1.1, and numbers of more than 15 digits lose precision.';
    return fault('unquoted-number', path, message, hint);
  }
  const fix =
    fixOf(issue) ??
    inLowerCase(issue) ??
    (at && asValueOfKey(at, key, issue.input)) ??
    withoutUnit(at && fieldOf(at)?.unit, key, issue.input);
  if (fix !== undefined) return fault(kindOf(issue), path, message, fix);
  if (issue.type === 'picklist') {
    const { options = [] } = (at ? unwrap(at, issue.input) : {}) as { options?: string[] };
    const text = textOf(issue.input);
    const isFar = isOther && nearest(text, options) === undefined;
    const hint = isFar ? `For example: ${fieldAt(schema, path, value)?.text}` : didYouMean(text, options);
    return fault('wrong-value', path, message, hint);
  }
  const field = fieldAt(schema, path, value);
  // An example in another form would be no fix for what is in the mapping, or an item of the list.
  const isOtherForm =
    (issue.kind === 'validation' && isMapping(issue.input) && !field?.text.includes('{')) ||
    (typeof path.at(-1) === 'number' && /: \d+$/.test(field?.text ?? ''));
  const isLike = field && !isOtherForm;
  const hint = isLike ? `For example: ${field.text}` : `Write ${issue.message}.`;
  return fault(kindOf(issue), path, message, hint);
}

const kindOf = (issue: v.BaseIssue<unknown>): Code => (issue.kind === 'schema' ? 'wrong-type' : 'wrong-value');

/** How many MiB there are in one of each unit. Users mean powers of 1024 also by GB. */
const MEBIBYTES: Readonly<Record<string, number>> = { m: 1, g: 1024, t: 1024 ** 2 };

/** The number to write for a size with a unit, such as 2GB. */
function withoutUnit(unit: Field['unit'], key: string, value: unknown): string | undefined {
  if (unit === undefined || typeof value !== 'string') return undefined;
  const [, amount, letter = ''] = /^\s*(\d+(?:\.\d+)?)\s*([MGT])i?B?\s*$/i.exec(value) ?? [];
  const size = Math.round((Number(amount) * (MEBIBYTES[letter.toLowerCase()] ?? 0)) / (unit === 'GiB' ? 1024 : 1));
  return size >= 1 ? `Write ${key}: ${size}. The unit is ${unit}.` : undefined;
}

/** What to write instead of a name that is not valid. */
function nameFix(schema: v.GenericSchema, path: Path, value: unknown): string {
  const [key, parent] = [String(path.at(-1)), path.slice(0, -1)];
  const { fix } = mappingAt(schema, parent, value);
  const meant = fix?.meant?.(key, lookUp(value, path));
  if (meant !== undefined) return `Write ${meant}.`;
  return fix?.words ? didYouMean(key, fix.words) : 'Give it another name.';
}

/** Whether a mapping would be valid as well, and the message does not say so. */
function canBeMapping(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): boolean {
  const { wrapped, forms = [] } = insideOf(schema);
  if (wrapped) return canBeMapping(wrapped, issue);
  const { kind, message, input } = issue;
  const isUnsaid = kind === 'schema' && !isMapping(input) && !/mapping|\{/.test(message);
  return isUnsaid && forms.length > 1 && forms.some(({ type }) => type === 'object' || type === 'record');
}

/** An id or a type of instance that is right but for capital letters. Names in ARNs and paths can have them. */
function inLowerCase({ type, input, requirement }: v.BaseIssue<unknown>): string | undefined {
  if (type !== 'regex' || typeof input !== 'string' || !/^[\w.-]+$/.test(input)) return undefined;
  const lower = input.toLowerCase();
  return lower !== input && (requirement as RegExp).test(lower) ? `Write ${lower}.` : undefined;
}

/** The mapping to write instead of a list that is the value of only one of its keys. */
function asValueOfKey(schema: v.GenericSchema, name: string, value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const { entries = {} } = insideOf(unwrap(schema, {}));
  const [key, ...others] = Object.keys(entries).filter((each) => v.safeParse(schema, { [each]: value }).success);
  if (key === undefined || others.length > 0) return undefined;
  return `Write ${name}: ${inFlowStyle({ [key]: value })}.`;
}
