/**
 * Checks that names of queues and job definitions are unique, because they are global in a Region. Two resources can
 * have the same name only if their conditions exclude each other. This checks the result, in which references are
 * resolved.
 */

import { type Diagnostics, show } from '../diagnostics/diagnostics.js';
import { Conditions } from '../template/conditions.js';
import { type Emitted, isMapping, type Mapping, section, type Template } from '../template/template.js';

/** The property with the name, and what a resource of the type is called. */
const NAMED: ReadonlyMap<unknown, readonly [property: string, noun: string]> = new Map([
  ['AWS::Batch::JobQueue', ['JobQueueName', 'queue']],
  ['AWS::Batch::JobDefinition', ['JobDefinitionName', 'job definition']],
]);

/** Reports each created resource that has the same name as another resource of the template. */
export function checkUniqueNames(output: Template, emitted: readonly Emitted[], diagnostics: Diagnostics): void {
  const conditions = new Conditions(output);
  /** The conditions of the resources that have a name. */
  const seen = new Map<string, (string | undefined)[]>();
  for (const [id, resource] of Object.entries(section(output, 'Resources'))) {
    const named = isMapping(resource) ? NAMED.get(resource['Type']) : undefined;
    if (!isMapping(resource) || !named) continue;
    const [property, noun] = named;
    const name = section(resource, 'Properties')[property];
    if (name === undefined) continue;
    const key = `${noun} ${JSON.stringify(name)}`;
    const condition = conditionOf(resource);
    const others = seen.get(key) ?? [];
    seen.set(key, [...others, condition]);
    const path = others.length > 0 ? emitted.find((each) => each.id === id)?.path : undefined;
    if (!path) continue;
    if (others.every((other) => conditions.exclude(other, condition) === true)) {
      // A job definition becomes a revision of the one with its name, and no update is from one queue to the other.
      const isFixed = [condition, ...others].some((each) => each !== undefined && conditions.isFixed(each));
      if (resource['Type'] === 'AWS::Batch::JobDefinition' || isFixed) continue;
      const message = `another ${noun}, whose condition excludes this one’s, has the name ${show(name)}`;
      const hint = 'An update from one to the other fails while the name is in use: give them different names.';
      diagnostics.warning('duplicate-name', path, message, hint);
    } else {
      const hint = `A ${noun}’s name is global in the Region: choose another.`;
      diagnostics.error('duplicate-name', path, `another ${noun} has the name ${show(name)}`, hint);
    }
  }
}

function conditionOf({ Condition: condition }: Mapping): string | undefined {
  return typeof condition === 'string' ? condition : undefined;
}
