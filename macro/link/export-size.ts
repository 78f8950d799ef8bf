/** The size of a whole entry, as far as the template tells. A response of a custom resource is limited. */

import { isDynamic, isIntrinsic } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';

/**
 * The bytes that the entry of a resource has at least in a response: those of its properties without values that only
 * the deployment knows. AWS adds the values that it sets itself.
 */
export function minBytes(properties: Mapping): number {
  const known = JSON.stringify(properties, (_, value) => (isIntrinsic(value) || isDynamic(value) ? '' : value));
  // The entry is JSON text inside the JSON of the response.
  return new TextEncoder().encode(JSON.stringify(known)).length;
}
