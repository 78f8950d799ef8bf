/** Finds what overrides change of the keys of an object: the inverse of `schema/properties.ts`. */

import * as v from 'valibot';
import type { Module } from '../read/module.js';
import { becomes, type Field, fieldOf } from '../schema/field.js';
import { acceptsIntrinsics, insideOf, unwrap } from '../schema/inside.js';
import { jobDefinition } from '../schema/job-definition.js';
import { platformOf } from '../schema/platform.js';
import { type Fields, hasFields, NAMED_LISTS } from '../schema/properties.js';
import { isNoValue, isPlainMapping, isUnseen, ref } from '../template/intrinsics.js';
import type { Mapping, Path } from '../template/template.js';
import { type Overrides, overridesReach } from './overrides.js';

/** A value that overrides put in place of a key's, or that they add or remove. */
export interface Change {
  /** The key in the module. */
  readonly path: Path;
  /** `undefined` if it has no value. */
  readonly to: unknown;
  /** Where it is written. */
  readonly at: Path;
  /** What it is called there. */
  readonly name: string;
}

/** A value in overrides. */
interface Found {
  readonly value: unknown;
  readonly at: Path;
}

type LookUp = (key: SettingKey) => Found | undefined;
type Add = (change: Change) => void;

/** What may have any value or none. */
const UNKNOWN = { 'Fn::If': ['', ref(''), ref('AWS::NoValue')] };

/** The keys of an object whose properties its overrides set. */
export function changesBy(overrides: Overrides, module: Module): Change[] {
  const { resource, at, value, schema } = overrides;
  const path = at.slice(0, -1);
  const changes: Change[] = [];
  const add: Add = (change) => changes.push(change);
  if (hasFields(schema)) inObject(schema, value, path, lookUpIn(overrides, module), add);
  if (resource.type === 'AWS::Batch::JobQueue') ofOrder(overrides, path, add);
  if (resource.type === 'AWS::Batch::JobDefinition') ofRequirements(overrides, path, add);
  return changes;
}

/** With another platform, other properties are valid. */
const OTHER_PLATFORM = ['PlatformCapabilities'];

/** On Managed Instances, the types have another property. */
const TYPES = 'ComputeResources.InstanceTypes';
const MANAGED_TYPES =
  'ComputeResources ManagedInstancesProvider InstanceLaunchTemplate InstanceRequirements AllowedInstanceTypes'.split(
    ' ',
  );

/** A key of an object, with the path of its property. */
interface SettingKey {
  readonly key: string;
  readonly entry: v.GenericSchema;
  readonly field: Field;
  /** Empty if it has none. */
  readonly names: readonly string[];
}

const keysBySchema = new WeakMap<Fields, readonly SettingKey[]>();

/** The keys of an object that can set properties of its resource, computed once. */
function keysOf(schema: Fields): readonly SettingKey[] {
  const known = keysBySchema.get(schema);
  if (known) return known;
  const keys = Object.entries(schema.entries).flatMap(([key, entry]) => {
    const field = fieldOf(entry);
    return field && !field.of
      ? [{ key, entry, field, names: (field.property ?? field.overriddenBy)?.split('.') ?? [] }]
      : [];
  });
  keysBySchema.set(schema, keys);
  return keys;
}

/** How to find the values of properties in the overrides of a resource. */
function lookUpIn({ over, resource, at, value }: Overrides, module: Module): LookUp {
  const owned = Object.keys(resource.owned);
  const isOwned = (property = '') => owned.some((name) => `${property}.`.startsWith(`${name}.`));
  const environment = module.environments.find(({ path }) => path.every((key, index) => at[index] === key));
  const platform = platformOf(environment?.value.instances);
  const isManaged = platform === 'MANAGED_INSTANCES';
  // There, the container is in a list, which overrides replace as a whole.
  const hasNoContainer = isManaged || value['nodes'] !== undefined || overridesReach(over, OTHER_PLATFORM);
  const isHidden = overridesReach(over, ['EcsProperties', 'NodeProperties', ...OTHER_PLATFORM]);
  return ({ names, field: { property, platforms = [platform], isTolerated } }) => {
    const [first = ''] = names;
    const isInContainer = hasNoContainer && first === 'ContainerProperties';
    if (!(isInContainer ? isHidden : Object.hasOwn(over, first)) || isOwned(property)) return undefined;
    // AWS is not known to refuse the properties of EC2 instances on Managed Instances.
    const isForeign = !platforms.includes(platform);
    if (isForeign && (isTolerated || isManaged)) return undefined;
    if (isInContainer) return { value: UNKNOWN, at };
    const found = lookUp(over, at, isManaged && property === TYPES ? MANAGED_TYPES : names);
    // A function can have a value that AWS accepts, such as false.
    return isForeign && isUnseen(found?.value) ? undefined : found;
  };
}

/** The value of a property. What removes or computes a mapping does so to the properties in it. */
function lookUp(over: Mapping, at: Path, names: readonly string[]): Found | undefined {
  let value: unknown = over;
  for (const name of names) {
    if (isNothing(value)) break;
    if (!isPlainMapping(value)) {
      value = UNKNOWN;
      break;
    }
    if (!Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return { value, at: [...at, ...names] };
}

const isNothing = (value: unknown) => value === null || value === undefined || isNoValue(value);

function inObject(schema: Fields, value: Mapping, path: Path, find: LookUp, add: Add): void {
  for (const setting of keysOf(schema)) {
    const { key, entry, names } = setting;
    const inside = value[key];
    if (names.length > 0) {
      const found = find(setting);
      if (found) change(entry, inside, found, [...path, key], add);
    } else if (isPlainMapping(inside)) {
      const inner = unwrap(entry, inside);
      if (hasFields(inner) && !becomes(inner)) inObject(inner, inside, [...path, key], find, add);
    }
  }
}

/** @param base - the value of the key, into which a mapping is merged */
function change(schema: v.GenericSchema, base: unknown, { value, at }: Found, path: Path, add: Add): void {
  const to = (changed: unknown) =>
    add({ path, to: changed, at, name: String((typeof at.at(-1) === 'number' ? path : at).at(-1)) });
  const inside = (inner: v.GenericSchema, key: string | number, item: unknown, place: string | number) =>
    change(
      inner,
      isPlainMapping(base) ? base[key] : undefined,
      { value: item, at: [...at, place] },
      [...path, key],
      add,
    );
  if (isNothing(value)) {
    to(schema.type === 'optional' ? undefined : unknownOf(schema));
    return;
  }
  const inner = unwrap(schema, value);
  const { type, item, value: each } = insideOf(inner);
  if (isPlainMapping(value) && (hasFields(inner) || (type === 'record' && each))) {
    if (!isPlainMapping(base)) to({});
    if (hasFields(inner)) {
      inObject(inner, isPlainMapping(base) ? base : {}, path, ({ names }) => lookUp(value, at, names), add);
    } else for (const [name, entry] of Object.entries(value)) inside(each as v.GenericSchema, name, entry, name);
  } else if (Array.isArray(value) && item) {
    to(value);
    for (const [index, entry] of value.entries()) inside(item, index, entry, index);
  } else if (Array.isArray(value) && each && value.every(isNamed)) {
    if (!(isPlainMapping(base) && Object.hasOwn(NAMED_LISTS, at.at(-1) ?? ''))) to({});
    for (const [index, entry] of value.entries()) inside(each, entry.Name, entry, index);
  } else {
    const result = v.safeParse(schema, value);
    to(result.success ? result.output : unknownOf(schema));
  }
}

const isNamed = (item: unknown): item is Mapping & { readonly Name: string } =>
  isPlainMapping(item) && typeof item['Name'] === 'string';

/** A value that is not valid, which other rules report, or not known. Where the type has no functions, there is none. */
const unknownOf = (schema: v.GenericSchema) => (acceptsIntrinsics(schema, UNKNOWN) ? UNKNOWN : undefined);

/** Which environments the ARNs in an order belong to is not known. */
function ofOrder({ over, at }: Overrides, path: Path, add: Add): void {
  const name = 'ComputeEnvironmentOrder';
  if (Object.hasOwn(over, name))
    add({ path: [...path, 'compute_environments'], to: [UNKNOWN], at: [...at, name], name });
}

/**
 * The keys that become entries of `ResourceRequirements`, by their `Type`:
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
 */
export const REQUIREMENTS = { VCPU: 'vcpus', MEMORY: 'memory', GPU: 'gpus' } as const;

/** Properties that also say what a job needs. */
const ALSO = [
  ['EcsProperties', 'TaskProperties'],
  ['NodeProperties', 'NodeRangeProperties'],
  ['ContainerProperties', 'Vcpus'],
  ['ContainerProperties', 'Memory'],
  OTHER_PLATFORM,
];
const LIST = ['ContainerProperties', 'ResourceRequirements'];

interface Requirement {
  readonly Type: string;
  readonly Value: unknown;
}

const isRequirement = (item: unknown): item is Requirement => isPlainMapping(item) && typeof item['Type'] === 'string';

/** An entry replaces the one of the same type: `lower/emit.ts`. */
function ofRequirements({ over, at }: Overrides, path: Path, add: Add): void {
  const list = lookUp(over, at, LIST);
  const isHidden = ALSO.some((names) => lookUp(over, at, names) !== undefined);
  if (!isHidden && Array.isArray(list?.value) && list.value.every(isRequirement)) {
    for (const [index, { Type, Value }] of list.value.entries()) {
      const key = Object.hasOwn(REQUIREMENTS, Type) ? REQUIREMENTS[Type as keyof typeof REQUIREMENTS] : undefined;
      if (!key) continue;
      const result = v.safeParse(jobDefinition.entries[key], Value);
      const to = result.success ? result.output : UNKNOWN;
      add({ path: [...path, key], to, at: [...list.at, index, 'Value'], name: Type });
    }
  } else if (isHidden || list) {
    for (const [name, key] of Object.entries(REQUIREMENTS)) add({ path: [...path, key], to: UNKNOWN, at, name });
  }
}
