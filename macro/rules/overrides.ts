/**
 * Rules for `overrides`: raw CloudFormation properties that must leave alone what the language owns, and that must come
 * to a resource that CloudFormation accepts. Properties that AWS is not known to have are only warned of.
 */

import { type Diagnostics, didYouMean, show } from '../diagnostics/diagnostics.js';
import { isRemoved } from '../lower/emit.js';
import type { Module } from '../read/module.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import { resourceObjects } from '../schema/walk.js';
import { isIntrinsic, isNoValue } from '../template/intrinsics.js';
import { type Context, isMapping, type Mapping, type Path, type PropertyTree } from '../template/template.js';

/** Every rule for the overrides of a module. */
export function checkOverrides(module: Module, { specification }: Context, diagnostics: Diagnostics): void {
  const objects = module.environments.flatMap(({ value, path }) => resourceObjects(computeEnvironment, value, path));
  for (const { becomes: resource, value, path } of objects) {
    const over = value['overrides'];
    if (!isMapping(over)) continue;
    const at = [...path, 'overrides'];
    for (const [property, hint] of Object.entries(resource.owned)) {
      notOverridden(over, property.split('.'), hint, at, diagnostics);
    }
    noNullItems(over, at, diagnostics);
    const tree = specification?.[resource.type];
    if (tree) propertiesExist(over, tree, at, resource.type, diagnostics);
    if (resource.type === JOB_DEFINITION) oneKindOfContainer(over, resource.owned, at, diagnostics);
  }
}

/** An owned property stays as it is, and so does what holds it: neither can be replaced as a whole or removed. */
function notOverridden(
  over: Mapping,
  names: readonly string[],
  hint: string,
  at: Path,
  diagnostics: Diagnostics,
): void {
  let inner: unknown = over;
  for (const [index, name] of names.entries()) {
    if (!isMapping(inner) || !Object.hasOwn(inner, name)) return;
    inner = inner[name];
    const path = [...at, ...names.slice(0, index + 1)];
    if (index === names.length - 1) {
      diagnostics.error('owned-property', path, `${names.join('.')} cannot be overridden`, hint);
    } else if (!isMapping(inner) || isIntrinsic(inner)) {
      const what = inner === null || isNoValue(inner) ? 'removed' : 'replaced as a whole';
      const message = `${name} cannot be ${what}; received ${show(inner)}`;
      diagnostics.error('owned-property', path, message, `Override the properties in it one by one.`);
    }
  }
}

/** A null removes a property; an entry of a list has no name to be removed by. */
function noNullItems(value: unknown, path: Path, diagnostics: Diagnostics): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    if (item !== null || !Array.isArray(value)) noNullItems(item, place, diagnostics);
    else diagnostics.error('wrong-value', place, 'an entry of a list is null', 'Write a value, or remove the entry.');
  }
}

/**
 * The properties of which a job definition has exactly one:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobdefinition.html
 */
const JOB_DEFINITION = 'AWS::Batch::JobDefinition';
const CONTAINERS = ['ContainerProperties', 'EcsProperties', 'NodeProperties', 'EksProperties'];

/** Where an intrinsic function decides, at deployment, which one there is, it is left to CloudFormation. */
function oneKindOfContainer(over: Mapping, owned: object, at: Path, diagnostics: Diagnostics): void {
  const kinds = CONTAINERS.filter((name) => !Object.hasOwn(owned, name));
  const [made] = kinds;
  const all = kinds.filter((name) => (Object.hasOwn(over, name) ? !isRemoved(over, name) : name === made));
  const always = all.filter((name) => !isIntrinsic(over[name]));
  if (all.length > 1 && always.length > 0) {
    const message = `a job definition has only one of ${kinds.join(', ')}; received ${all.join(' and ')}`;
    const hint = `To remove the container, add ${made}: with no value, or !Ref AWS::NoValue.`;
    diagnostics.error('conflicting-keys', at, message, hint);
  } else if (all.length === 0) {
    const message = `a job definition needs one of ${kinds.join(', ')}`;
    diagnostics.error('conflicting-keys', at, message, `Add one, or do not remove ${made}.`);
  }
}

function propertiesExist(value: unknown, tree: PropertyTree, path: Path, type: string, diagnostics: Diagnostics): void {
  // A list's entries have the properties of the list; what has none inside is text or open to any key.
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) propertiesExist(item, tree, [...path, index], type, diagnostics);
  }
  if (!isMapping(value) || isIntrinsic(value) || Object.keys(tree).length === 0) return;
  for (const [name, item] of Object.entries(value)) {
    const inner = Object.hasOwn(tree, name) ? tree[name] : undefined;
    if (inner) propertiesExist(item, inner, [...path, name], type, diagnostics);
    else {
      const message = `${type} is not known to have ${name} here`;
      diagnostics.warning('unknown-property', [...path, name], message, didYouMean(name, Object.keys(tree)));
    }
  }
}
