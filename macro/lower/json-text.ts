/** JSON text that contains intrinsic functions, for properties that take JSON as text. */

import { concat, type Intrinsic, isIntrinsic } from '../template/intrinsics.js';
import { isMapping, type Mapping } from '../template/template.js';

type Part = string | Intrinsic;

/**
 * A mapping as JSON text. An intrinsic function stands for text, which is not escaped: no function of CloudFormation
 * without a transform can do so.
 */
export function jsonText(value: Mapping): string | Intrinsic {
  const merged: Part[] = [];
  for (const part of partsOf(value)) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return concat(...merged);
}

function partsOf(value: unknown): Part[] {
  if (isIntrinsic(value)) return ['"', value, '"'];
  if (!isMapping(value)) return [JSON.stringify(value)];
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const parts = entries.flatMap(([key, item], index) => [
    `${index > 0 ? ',' : ''}${JSON.stringify(key)}:`,
    ...partsOf(item),
  ]);
  return ['{', ...parts, '}'];
}
