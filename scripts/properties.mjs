/**
 * Writes cli/batch-properties.json from AWS's resource specification: the properties of the resources that have
 * `overrides`, including nested ones. With --check, it only checks that the file is up to date.
 */

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { writeOrCheck } from './generated.mjs';

const FILE = 'cli/batch-properties.json';
const TYPES = [
  'AWS::Batch::ComputeEnvironment',
  'AWS::Batch::JobQueue',
  'AWS::Batch::JobDefinition',
  'AWS::Scheduler::Schedule',
];

const db = loadAwsServiceSpecSync();

/** The nested properties of a type; empty for scalars and for mappings with arbitrary keys. */
function inside(type, seen) {
  if (type.type === 'array') return inside(type.element, seen);
  if (type.type !== 'ref' || seen.includes(type.reference.$ref)) return {};
  return tree(db.get('typeDefinition', type.reference.$ref).properties, [...seen, type.reference.$ref]);
}

function tree(properties, seen) {
  const names = Object.keys(properties).sort();
  return Object.fromEntries(names.map((name) => [name, inside(properties[name].type, seen)]));
}

const specification = Object.fromEntries(
  TYPES.map((type) => [type, tree(db.lookup('resource', 'cloudFormationType', 'equals', type).only().properties, [])]),
);
writeOrCheck(FILE, `${JSON.stringify(specification)}\n`);
