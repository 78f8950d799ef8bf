/** Finds the places where two values differ. Numbers and booleans equal their text, as in CloudFormation. */

import { isIntrinsic, isPlainMapping } from '../../macro/template/intrinsics.js';
import { isMapping, type Path, sortedJson } from '../../macro/template/template.js';

/** A place where two values differ. */
export interface Difference {
  /** Keys and list indexes, from the properties of the resource. */
  readonly path: Path;
  /** `undefined` if there was no value. */
  readonly before: unknown;
  /** `undefined` if there is none any more. */
  readonly after: unknown;
}

export const isSame = (one: unknown, other: unknown): boolean => comparable(one) === comparable(other);

/** The smallest places where two values differ. A list whose length changes counts as one place. */
export function differences(before: unknown, after: unknown, path: Path = []): Difference[] {
  if (isSame(before, after)) return [];
  if (isPlainMapping(before) && isPlainMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences(item, after[index], [...path, index]));
  }
  return [{ path, before, after }];
}

function comparable(value: unknown): string | undefined {
  return value === undefined ? undefined : sortedJson(asText(value));
}

function asText(value: unknown): unknown {
  const text = isIntrinsic(value) ? subText(value) : undefined;
  if (text !== undefined) return { 'Fn::Sub': text };
  if (Array.isArray(value)) return value.map(asText);
  if (isMapping(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asText(item)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** A function as the text of an `Fn::Sub`, since `Ref`, `Fn::GetAtt`, `Fn::Join` and `Fn::Sub` can say the same. */
function subText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.replaceAll('${', '${!');
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isIntrinsic(value)) return undefined;
  const [[name, argument] = []] = Object.entries(value);
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? `\${${argument}}` : undefined;
    case 'Fn::GetAtt':
      return Array.isArray(argument) && argument.every((part) => typeof part === 'string')
        ? `\${${argument.join('.')}}`
        : undefined;
    case 'Fn::Sub':
      return typeof argument === 'string' ? argument : undefined;
    case 'Fn::Join': {
      const [separator, parts] = Array.isArray(argument) ? argument : [];
      const texts = Array.isArray(parts) ? parts.map(subText) : [undefined];
      return texts.includes(undefined) ? undefined : texts.join(String(separator));
    }
    default:
      return undefined;
  }
}
