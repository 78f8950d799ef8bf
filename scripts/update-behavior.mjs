/**
 * Writes cli/diff/update-behavior.json from AWS's resource specification: for each resource type, the paths of the
 * properties whose change replaces the resource, and with a `?` of those whose change can replace it. With --check, it
 * only checks that the file is up to date.
 */

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { writeOrCheck } from './generated.mjs';

const FILE = 'cli/diff/update-behavior.json';
const SUFFIX = { yes: '', maybe: '?' };

const db = loadAwsServiceSpecSync();

/** The types of the mappings in a type; those in lists count as well. */
function definitionsIn(type) {
  if (type.type === 'array' || type.type === 'map') return definitionsIn(type.element);
  if (type.type === 'union') return type.types.flatMap(definitionsIn);
  return type.type === 'ref' ? [type.reference.$ref] : [];
}

function paths(properties, above, seen) {
  return Object.entries(properties).flatMap(([name, { type, causesReplacement }]) => {
    const path = [...above, name];
    if (causesReplacement in SUFFIX) return [`${path.join('.')}${SUFFIX[causesReplacement]}`];
    return definitionsIn(type).flatMap((definition) =>
      seen.includes(definition)
        ? []
        : paths(db.get('typeDefinition', definition).properties, path, [...seen, definition]),
    );
  });
}

/** Types that SAM expands. They are not resources, and have no update behavior. */
const MACROS = 'AWS::Serverless';

const services = {};
for (const { cloudFormationType, properties, additionalReplacementProperties = [] } of db.all('resource')) {
  const [, service, name] = cloudFormationType.match(/^(.*)::(.*)$/);
  const others = additionalReplacementProperties.map((path) => path.filter((key) => key !== '*').join('.'));
  if (service === MACROS) continue;
  services[service] ??= {};
  services[service][name] = [...new Set([...paths(properties, [], []), ...others])].sort().join(' ');
}
const sorted = (mapping) => Object.fromEntries(Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1)));
const lines = Object.entries(sorted(services)).map(
  ([name, types]) => `${JSON.stringify(name)}:${JSON.stringify(sorted(types))}`,
);
writeOrCheck(FILE, `{${lines.join(',\n')}}\n`);
