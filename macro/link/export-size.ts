/** Estimates the size of exported values from the template. The response of a custom resource is limited. */

import { isUnseen } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';
import type { ExportMap } from './export-maps.js';

/** The minimum bytes of a response without its data: two ARNs or ids with a stack's id of 36 characters, and a request's. */
const ENVELOPE = 300;

/**
 * The minimum bytes of a response with an exported value: those that the template determines. AWS adds its own values,
 * and the deployment those of functions.
 *
 * @param attribute - the name of an attribute; the whole entry if it is absent
 */
export function minBytes({ attributes, known }: ExportMap, properties: Mapping, attribute?: string): number {
  const literals: Mapping = JSON.parse(JSON.stringify(properties, (_, value) => (isUnseen(value) ? '' : value)));
  const has = known ? known(literals) : literals;
  const names = Object.fromEntries(Object.keys(attributes).map((name) => [name, '']));
  const value = attribute === undefined ? { ...names, ...has } : has[attribute];
  if (value === undefined) return 0;
  // The value is text, JSON if it was not, inside the JSON of the response.
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return ENVELOPE + new TextEncoder().encode(JSON.stringify(text)).length;
}
