/** Finds properties of created resources that have no key in the language. */

import { computeEnvironment } from '../macro/schema/compute-environment.js';
import { becomes } from '../macro/schema/field.js';
import { jobDefinition } from '../macro/schema/job-definition.js';
import { jobQueue } from '../macro/schema/job-queue.js';
import { schedule } from '../macro/schema/schedules.js';
import type { PropertyType, Specification } from '../macro/template/template.js';
import { CAUTIONS, rowFor, USELESS, WRITTEN } from './written.js';

/** A property without a key: either how to set it, or why it cannot be set. */
export interface Keyless {
  readonly type: string;
  /** Its path, such as `ComputeResources.SpotIamFleetRole`. */
  readonly property: string;
  /** The `overrides` that set it, as YAML; `undefined` if it cannot be set. */
  readonly overrides: string | undefined;
  /** What to do instead; `undefined` if it can be set. */
  readonly instead: string | undefined;
  /** What to know before setting it, if anything. */
  readonly caution: string | undefined;
  /** The ends of the paths of the keys that write it in another form. */
  readonly keys: readonly string[];
}

/**
 * The properties that a name can mean: the ends of their paths, in any case.
 *
 * @param specification - AWS's properties by resource type
 */
export function keylessCalled(name: string, specification: Specification): Keyless[] {
  const end = `.${name.replaceAll('::', '.').toLowerCase()}`;
  return [computeEnvironment, jobQueue, jobDefinition, schedule].flatMap((schema) => {
    const { type, owned } = becomes(schema) ?? { type: '', owned: {} };
    const meant = propertiesIn(specification[type] ?? {}).filter(({ path }) =>
      `.${type.replaceAll('::', '.')}.${path.join('.')}`.toLowerCase().endsWith(end),
    );
    return meant.map(({ path, overrides }) => {
      const property = path.join('.');
      const instead = owned[property] ?? rowFor(USELESS, type, property);
      return {
        type,
        property,
        overrides: instead === undefined ? `overrides: ${overrides}` : undefined,
        instead,
        caution: rowFor(CAUTIONS, type, property),
        keys: rowFor(WRITTEN, type, property) ?? [],
      };
    });
  });
}

interface Property {
  readonly path: readonly string[];
  /** The mapping that sets it. */
  readonly overrides: string;
}

/** All properties of a type, at any depth. */
function propertiesIn(type: PropertyType): Property[] {
  if (typeof type === 'string') return [];
  if (Array.isArray(type))
    return propertiesIn(type[0]).map(({ path, overrides }) => ({ path, overrides: `[${overrides}]` }));
  return Object.entries(type as Specification)
    .filter(([name]) => name !== '*' && name !== '!')
    .flatMap(([name, inner]) => [
      { path: [name], overrides: `{ ${name}: ${anyOf(inner)} }` },
      ...propertiesIn(inner).map(({ path, overrides }) => ({
        path: [name, ...path],
        overrides: `{ ${name}: ${overrides} }`,
      })),
    ]);
}

/** A placeholder for a value of a type. */
const anyOf = (type: PropertyType) => (typeof type === 'string' ? '…' : Array.isArray(type) ? '[…]' : '{ … }');
