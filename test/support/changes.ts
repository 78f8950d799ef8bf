/** Changes modules, for tests of what is accepted and of what is not. */

import type * as v from 'valibot';
import { step, unwrap } from '../../macro/schema/inside.js';
import { isIntrinsic } from '../../macro/template/intrinsics.js';
import { isMapping, type Path } from '../../macro/template/template.js';

/** The paths of all values inside a value. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => pathsIn(item, [...path, key]))];
}

/** The value with what is at a path changed, or removed if it becomes `undefined`. */
export function withChange(value: unknown, path: Path, change: (inner: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => (index === key ? withChange(item, rest, change) : item));
    return items.filter((item) => item !== undefined);
  }
  const entries = Object.entries(value as object).map(([name, item]) => [
    name,
    name === key ? withChange(item, rest, change) : item,
  ]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const asText = (value: unknown) => (typeof value === 'object' ? value : String(value));

/** Changes that are often accepted. */
const CHANGES: readonly ((value: unknown) => unknown)[] = [
  asText,
  asText,
  (value) => (typeof value === 'object' ? value : Number(value)),
  () => true,
  () => ({ Ref: 'AWS::StackName' }),
  () => '{{resolve:ssm:name}}',
  (value) => ({ 'Fn::If': ['Yes', value, { Ref: 'AWS::NoValue' }] }),
  () => ({ Ref: 'AWS::NoValue' }),
  () => undefined,
  () => null,
];

/** A value with one place in it changed, which and how two numbers say. */
export function changed(value: unknown, where: number, how: number): unknown {
  const paths = pathsIn(value).slice(1);
  const path = paths[where % paths.length] ?? [];
  return withChange(value, path, CHANGES[how % CHANGES.length] ?? asText);
}

/** A mapping of the language, with a key that it cannot have. */
interface Holder {
  readonly path: Path;
  readonly key: string;
}

/** The mappings of the language in a value. No name is empty. */
export function mappingsIn(schema: v.GenericSchema, value: unknown, path: Path = []): Holder[] {
  if (typeof value !== 'object' || value === null || isIntrinsic(value)) return [];
  const type = unwrap(schema, value);
  const key = Object.hasOwn(type, 'entries') ? 'no_such_key' : '';
  const own = isMapping(value) && (key !== '' || type.type === 'record') ? [{ path, key }] : [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const inner = entries.flatMap(([name, item]) => {
    const at = step(type, name, value);
    return at ? mappingsIn(at, item, [...path, name]) : [];
  });
  return [...own, ...inner];
}
