/**
 * Validates templates against AWS's resource specification: every property must exist and have the right type, and
 * required properties must be present. Intrinsic functions match any type.
 */

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, TypeDefinition } from '@aws-cdk/service-spec-types';
import { isIntrinsic } from '../../macro/template/intrinsics.js';
import { isMapping, type Mapping, section, type Template } from '../../macro/template/template.js';

const db = loadAwsServiceSpecSync();

interface Definition {
  readonly properties: TypeDefinition['properties'];
}

/** The specification of a resource type. */
export function resourceSpec(type: string) {
  return db.lookup('resource', 'cloudFormationType', 'equals', type).only();
}

/** The violations in a template's resources, one line each. Types that later transforms expand are skipped. */
export function violations(template: Template): string[] {
  return Object.entries(section(template, 'Resources')).flatMap(([id, resource]) => {
    const type = String((resource as Mapping)['Type']);
    if (type.startsWith('AWS::Serverless::') || type.startsWith('Custom::')) return [];
    return ofDefinition((resource as Mapping)['Properties'] ?? {}, resourceSpec(type), `${id} (${type})`);
  });
}

/** The names of the properties of a property that is a mapping. */
export function propertiesAt(type: string, name: string): string[] {
  const property = resourceSpec(type).properties[name]?.type;
  if (property?.type !== 'ref') throw new Error(`${name} of ${type} is not a mapping`);
  return Object.keys(db.get('typeDefinition', property.reference.$ref).properties);
}

/**
 * Whether a property path such as `RetryStrategy.EvaluateOnExit.Action` exists in a resource type, including inside
 * lists.
 */
export function hasProperty(type: string, path: string): boolean {
  let definition: Definition = resourceSpec(type);
  return path.split('.').every((name) => {
    const property = definition.properties[name];
    const outer = property?.type;
    const inner = outer?.type === 'array' ? outer.element : outer;
    if (inner?.type === 'ref') definition = db.get('typeDefinition', inner.reference.$ref);
    return property !== undefined;
  });
}

/** Whether a change of a property, or of one that contains it, replaces the resource. */
export function replacementAt(type: string, path: readonly string[]): 'yes' | 'maybe' | 'no' {
  let definition: Definition = resourceSpec(type);
  for (const name of path) {
    const property = definition.properties[name];
    if (!property) return 'no';
    const { causesReplacement = 'no', type: outer } = property;
    if (causesReplacement !== 'no') return causesReplacement;
    const inner = outer.type === 'array' || outer.type === 'map' ? outer.element : outer;
    if (inner.type !== 'ref') return 'no';
    definition = db.get('typeDefinition', inner.reference.$ref);
  }
  return 'no';
}

function ofDefinition(value: unknown, definition: Definition, at: string): string[] {
  if (isIntrinsic(value)) return [];
  if (!isMapping(value)) return [`${at}: is not a mapping`];
  const missing = Object.entries(definition.properties)
    .filter(([name, { required }]) => required && !Object.hasOwn(value, name))
    .map(([name]) => `${at}: ${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const property = definition.properties[name];
    return property ? ofType(item, property.type, `${at}.${name}`) : [`${at}: ${name} is unknown`];
  });
  return [...missing, ...wrong];
}

function ofType(value: unknown, type: PropertyType, at: string): string[] {
  if (isIntrinsic(value)) return [];
  const must = (holds: boolean, what: string) =>
    holds ? [] : [`${at}: is not of type ${what}: ${JSON.stringify(value)}`];
  switch (type.type) {
    case 'string':
      if (type.allowedValues && !type.allowedValues.includes(value as string)) return must(false, 'allowed value');
      return must(typeof value === 'string', 'string');
    case 'integer':
    case 'number':
      return must(typeof value === 'number', type.type);
    case 'boolean':
      return must(typeof value === 'boolean', 'boolean');
    case 'array':
      if (!Array.isArray(value)) return must(false, 'list');
      return value.flatMap((item, index) => ofType(item, type.element, `${at}[${index}]`));
    case 'map':
      if (!isMapping(value)) return must(false, 'mapping');
      return Object.entries(value).flatMap(([key, item]) => ofType(item, type.element, `${at}.${key}`));
    case 'ref':
      return ofDefinition(value, db.get('typeDefinition', type.reference.$ref), at);
    case 'tag':
      return must(isMapping(value) && Object.keys(value).sort().join() === 'Key,Value', 'tag');
    case 'union': {
      const all = type.types.map((one) => ofType(value, one, at));
      return all.some((list) => list.length === 0) ? [] : all.flat();
    }
    case 'json':
      return must(isMapping(value) || typeof value === 'string', 'JSON');
    default:
      return must(false, `value that this test knows (${type.type})`);
  }
}
