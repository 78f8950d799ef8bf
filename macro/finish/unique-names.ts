/**
 * Checks that names of queues and job definitions are unique, because they are global in a Region. Two resources can
 * have the same name only if their conditions exclude each other. This checks the result, in which references are
 * resolved.
 */

import { type Diagnostics, show } from '../diagnostics/diagnostics.js';
import { Conditions } from '../template/conditions.js';
import { type Emitted, isMapping, type Mapping, type Path, section, type Template } from '../template/template.js';

const NAMED = [
  { type: 'AWS::Batch::JobQueue', property: 'JobQueueName', noun: 'queue' },
  { type: 'AWS::Batch::JobDefinition', property: 'JobDefinitionName', noun: 'job definition' },
];

/** A resource with a name: its path and its condition. */
interface Named {
  readonly path: Path;
  readonly condition: string | undefined;
}

/** Reports each created resource that has the same name as another resource of the template. */
export function checkUniqueNames(output: Template, emitted: readonly Emitted[], diagnostics: Diagnostics): void {
  const conditions = new Conditions(output);
  const places = new Map(emitted.map(({ id, path }) => [id, path]));
  for (const { type, property, noun } of NAMED) {
    const seen = new Map<string, Named[]>();
    for (const [id, resource] of Object.entries(section(output, 'Resources'))) {
      if (!isMapping(resource) || resource['Type'] !== type) continue;
      const name = section(resource, 'Properties')[property];
      if (name === undefined) continue;
      const key = JSON.stringify(name);
      const path = places.get(id);
      const condition = conditionOf(resource);
      const others = seen.get(key) ?? [];
      seen.set(key, [...others, { path: path ?? ['Resources', id], condition }]);
      if (!path || others.length === 0) continue;
      if (others.every((other) => conditions.exclude(other.condition, condition) === true)) {
        const message = `another ${noun}, whose condition excludes this one’s, has the name ${show(name)}`;
        const hint = 'An update from one to the other fails while the name is in use: give them different names.';
        diagnostics.warning('duplicate-name', path, message, hint);
      } else {
        const hint = `A ${noun}’s name is global in the Region: choose another.`;
        diagnostics.error('duplicate-name', path, `another ${noun} has the name ${show(name)}`, hint);
      }
    }
  }
}

function conditionOf({ Condition: condition }: Mapping): string | undefined {
  return typeof condition === 'string' ? condition : undefined;
}
