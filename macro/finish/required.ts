/**
 * Checks that what overrides set has the properties that AWS requires there. A mapping in overrides is merged into the
 * generated one, so this checks the result. A mapping in a list is not.
 */

import { type Diagnostics, nearest, show } from '../diagnostics/diagnostics.js';
import { isRemoved, isUnseen } from '../template/intrinsics.js';
import {
  isMapping,
  type Mapping,
  type Path,
  type PropertyType,
  type Specification,
  section,
} from '../template/template.js';
import type { Overridden } from './overridden.js';

/** A mapping in overrides that lacks properties. */
interface Incomplete {
  readonly over: unknown;
  readonly path: Path;
  readonly missing: readonly string[];
}

/** Reports each mapping that lacks properties. */
export function checkRequired(
  overridden: readonly Overridden[],
  specification: Specification,
  diagnostics: Diagnostics,
): void {
  const incomplete = overridden.flatMap(({ over, properties, resource, at }) => {
    const { [resource.type]: type = 'anything' } = specification;
    // `owned-property` reports these.
    const isOwned = (path: Path, name: string) =>
      Object.hasOwn(
        resource.owned,
        [...path.slice(at.length).filter((key) => typeof key === 'string'), name].join('.'),
      );
    return find(over, properties, type, at, properties).flatMap((each) => {
      const missing = each.missing.filter((name) => !isOwned(each.path, name));
      return missing.length > 0 ? [{ ...each, missing }] : [];
    });
  });
  // What is refused as a whole needs nothing.
  for (const { over, path, missing } of incomplete.filter((each) => !diagnostics.hasErrorAt(each.path))) {
    const all = inWords(missing);
    diagnostics.error('missing-property', path, `AWS requires ${all} here; received ${show(over)}`, `Add ${all}.`);
  }
}

/**
 * @param merged - what the value becomes
 * @param root - the properties of the whole resource
 */
function find(over: unknown, merged: unknown, type: PropertyType, path: Path, root: Mapping): Incomplete[] {
  if (typeof type === 'string' || isUnseen(over) || isUnseen(merged)) return [];
  if (Array.isArray(type)) {
    const [each = 'anything'] = type as readonly PropertyType[];
    const items: readonly unknown[] = Array.isArray(over) ? over : [];
    return items.flatMap((item, index) => find(item, item, each, [...path, index], root));
  }
  if (!isMapping(over) || !isMapping(merged)) return [];
  const types = type as Readonly<Record<string, PropertyType>>;
  const names = Object.keys(over);
  // `unknown-property` reports these.
  const unknown = names.filter((name) => !Object.hasOwn(types, name));
  const isMisspelled = (name: string) => unknown.some((each) => nearest(each, [name]) !== undefined);
  // Functions such as Fn::ForEach add properties later.
  const required = names.some((name) => name.startsWith('Fn::')) ? [] : requiredIn(merged, types, path, root);
  const missing = required.filter(
    (name) => (!Object.hasOwn(merged, name) || isRemoved(merged, name)) && !isMisspelled(name),
  );
  const inside = names.flatMap((name) => {
    const inner = types[name] ?? types['*'] ?? 'anything';
    return find(over[name], merged[name], inner, [...path, name], root);
  });
  return missing.length > 0 ? [{ over, path, missing }, ...inside] : inside;
}

/** The names of the properties that AWS requires of a mapping, also because of its other values. */
function requiredIn(
  merged: Mapping,
  types: Readonly<Record<string, PropertyType>>,
  path: Path,
  root: Mapping,
): readonly string[] {
  const { '!': required } = types;
  const names = typeof required === 'string' ? required.split('|') : [];
  const also = ALSO[String(path.at(-1))];
  return also?.isNeeded(merged, root) && !names.includes(also.name) ? [...names, also.name] : names;
}

/** What AWS requires because of other values, which its specification does not say. */
const ALSO: Readonly<Record<string, { name: string; isNeeded: (merged: Mapping, root: Mapping) => boolean }>> = {
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html
  FlexibleTimeWindow: { name: 'MaximumWindowInMinutes', isNeeded: ({ Mode: mode }) => mode === 'FLEXIBLE' },
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html
  RetryStrategy: {
    name: 'Attempts',
    isNeeded: ({ EvaluateOnExit: rules }) => Array.isArray(rules) && rules.length > 0,
  },
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_EFSAuthorizationConfig.html
  EfsVolumeConfiguration: {
    name: 'TransitEncryption',
    isNeeded: (merged) => {
      const { Iam: iam, AccessPointId: point } = section(merged, 'AuthorizationConfig');
      return iam === 'ENABLED' || typeof point === 'string';
    },
  },
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_LaunchTemplateSpecification.html
  LaunchTemplate: {
    name: 'LaunchTemplateId',
    isNeeded: (merged) => Object.keys(merged).length > 0 && !Object.hasOwn(merged, 'LaunchTemplateName'),
  },
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
  ComputeResources: { name: 'Subnets', isNeeded: ({ ManagedInstancesProvider: provider }) => provider === undefined },
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html
  ContainerProperties: {
    name: 'ExecutionRoleArn',
    isNeeded: (_, { PlatformCapabilities: platforms }) => Array.isArray(platforms) && platforms[0] === 'FARGATE',
  },
};

const inWords = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
