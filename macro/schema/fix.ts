/** Fixes that come with the types of the language, for mistakes of which it is known what is meant. */

import * as v from 'valibot';
import type { Mapping } from '../template/template.js';

/** What is wrong with a value, and the fix. */
export interface Fault {
  /** What is expected instead. */
  readonly message: string;
  readonly fix?: string | undefined;
  /** The key of the mapping that is wrong, if not all of it is. */
  readonly key?: string;
}

/** A check whose message comes with a fix. Only `expected` of valibot's issues can carry it. */
export const checkForm = <Value>(faultIn: (value: Value) => Fault | undefined) =>
  v.rawCheck<Value>(({ dataset, addIssue }) => {
    const fault = dataset.typed ? faultIn(dataset.value) : undefined;
    if (!fault) return;
    const { message, fix: expected, key } = fault;
    const about = { message, ...(expected !== undefined && { expected }) };
    if (key === undefined) return addIssue(about);
    const input = dataset.value as Mapping;
    addIssue({ ...about, input: key, path: [{ type: 'object', origin: 'key', input, key, value: input[key] }] });
  });

/** The fix that comes with an issue; `undefined` if it has none. */
export const fixOf = ({ type, expected }: v.BaseIssue<unknown>): string | undefined =>
  type === 'raw_check' ? (expected ?? undefined) : undefined;

/** What to write instead of a name that is not valid. */
export interface NameFix {
  /** The names that there are, among which the nearest is suggested. */
  readonly words?: readonly string[];
  /** What is certainly meant: a valid name, or a name with a value. */
  readonly meant?: (name: string, value: unknown) => string | undefined;
}
