/** What the language has at a path: types, fields and keys. */

import type * as v from 'valibot';
import { fieldOf } from '../schema/field.js';
import { type Inside, insideOf, step, unwrap } from '../schema/inside.js';
import { isMapping, type Path } from '../template/template.js';

/** The field at a path, or the nearest one above it, with its example as YAML. */
export function fieldAt(
  schema: v.GenericSchema,
  path: Path,
  value: unknown,
): { text: string; doc: string } | undefined {
  for (let end = path.length; end > 0; end--) {
    const at = schemaAt(schema, path.slice(0, end), value);
    const field = at && fieldOf(at);
    if (field) return { text: `${path[end - 1]}: ${inFlowStyle(field.example)}`, doc: field.doc };
  }
  return undefined;
}

/** A value as YAML on one line. Text that YAML could read as another type is quoted. */
export function inFlowStyle(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inFlowStyle).join(', ')}]`;
  if (!isMapping(value)) return typeof value === 'string' && isPlain(value) ? value : JSON.stringify(value);
  const inner = Object.entries(value).map(([key, item]) => `${key}: ${inFlowStyle(item)}`);
  return inner.length === 0 ? '{}' : `{ ${inner.join(', ')} }`;
}

const isPlain = (text: string) =>
  /^[A-Za-z/]([\w./:-]*[\w./-])?$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);

/** The valid keys of a mapping. */
export function keysAt(schema: v.GenericSchema, path: Path, value: unknown): string[] {
  const { entries: known = {} } = mappingAt(schema, path, value);
  return Object.keys(known);
}

/** What the type of the mapping at a path consists of. */
export function mappingAt(schema: v.GenericSchema, path: Path, value: unknown): Partial<Inside> {
  const at = schemaAt(schema, path, value);
  return at ? insideOf(unwrap(at, lookUp(value, path))) : {};
}

/** The schema at a path inside another schema, if there is one. */
export function schemaAt(schema: v.GenericSchema, path: Path, value: unknown): v.GenericSchema | undefined {
  let at: v.GenericSchema | undefined = schema;
  let inner = value;
  for (const key of path) {
    at = at && step(at, key, inner);
    inner = (inner as Record<string | number, unknown> | undefined)?.[key];
  }
  return at;
}

/** The value at a path inside another value. */
export function lookUp(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);
}
