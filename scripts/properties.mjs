/**
 * Writes cli/batch-properties.json from AWS's resource specification: the properties of the resources that have
 * `overrides` with their types, including nested ones, and which of them are required. With --check, it only checks that
 * the file is up to date.
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

/** CloudFormation also accepts text for what its specification calls, or called, JSON. */
const isJson = ({ type, previousTypes = [] }) => [type, ...previousTypes].some((one) => one.type === 'json');

/** What AWS Batch itself requires: the pages of `API_ResourceRequirement` and `API_Device` in its API reference. */
const ALSO_REQUIRED = { ResourceRequirement: ['Type', 'Value'], Device: ['HostPath'] };

/** The type of a property, in the form of `PropertyType` in macro/template/template.ts. */
function typeOf(type, seen) {
  switch (type.type) {
    case 'string':
      return type.allowedValues?.join('|') ?? 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return [typeOf(type.element, seen)];
    case 'map':
      return { '*': typeOf(type.element, seen) };
    case 'ref': {
      const { $ref } = type.reference;
      if (seen.includes($ref)) return 'anything';
      const { name, properties } = db.get('typeDefinition', $ref);
      return tree(properties, [...seen, $ref], ALSO_REQUIRED[name]);
    }
    default:
      return 'anything';
  }
}

function tree(properties, seen, alsoRequired = []) {
  const names = Object.keys(properties).sort();
  const required = names.filter((name) => properties[name].required || alsoRequired.includes(name));
  const ofJson = ({ type }) => (type.type === 'map' ? 'map' : 'anything');
  const of = (property) => (isJson(property) ? ofJson(property) : typeOf(property.type, seen));
  return {
    ...(required.length > 0 && { '!': required.join('|') }),
    ...Object.fromEntries(names.map((name) => [name, of(properties[name])])),
  };
}

const specification = Object.fromEntries(
  TYPES.map((type) => [type, tree(db.lookup('resource', 'cloudFormationType', 'equals', type).only().properties, [])]),
);
writeOrCheck(FILE, `${JSON.stringify(specification)}\n`);
