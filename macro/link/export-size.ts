/** Estimates the size of exported values from the template. The response of a custom resource is limited. */

import { isDynamic, isIntrinsic } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';
import type { ExportMap } from './export-maps.js';

/**
 * The minimum bytes of an exported value in a response: those that the template determines. AWS adds its own values, and
 * the deployment those of functions.
 *
 * @param attribute - the name of an attribute; the whole entry if it is absent
 */
export function minBytes({ known }: ExportMap, properties: Mapping, attribute?: string): number {
  const literals: Mapping = JSON.parse(
    JSON.stringify(properties, (_, value) => (isIntrinsic(value) || isDynamic(value) ? '' : value)),
  );
  const entry = known ? known(literals) : literals;
  const value = attribute === undefined ? entry : entry[attribute];
  if (value === undefined) return 0;
  // The value is text, JSON if it was not, inside the JSON of the response.
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
