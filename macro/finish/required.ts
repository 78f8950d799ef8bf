/**
 * Checks that what overrides set has the properties that AWS requires there. A mapping in overrides is merged into the
 * generated one, so this checks the result. A mapping in a list is not.
 */

import { type Diagnostics, nearest, show } from '../diagnostics/diagnostics.js';
import { hasFunctionKeys, isRemoved, isUnseen } from '../template/intrinsics.js';
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
  readonly over: Mapping;
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
    diagnostics.error(
      'missing-property',
      path,
      `AWS requires ${all} here; received ${show(over)}`,
      fixFor(over, missing, path),
    );
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
  const required = hasFunctionKeys(over) ? [] : requiredIn(merged, types, path, root);
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
  const also = alsoAt(path);
  return also?.isNeeded(merged, root) && !names.includes(also.name) ? [...names, also.name] : names;
}

/** The fix for a mapping without some properties. */
function fixFor(over: Mapping, missing: readonly string[], path: Path): string {
  const also = alsoAt(path);
  const withValue = (name: string) => (name === also?.name && also.value ? `${name}: ${also.value}` : name);
  const asWritten = (name: string) => `${name}: ${over[name] === null ? 'null' : '!Ref AWS::NoValue'}`;
  const removed = missing.filter((name) => Object.hasOwn(over, name)).map(asWritten);
  const added = missing.filter((name) => !Object.hasOwn(over, name)).map(withValue);
  // Only a mapping that is merged can get the value of a key.
  const isInList = path.slice(path.lastIndexOf('overrides')).some((key) => typeof key === 'number');
  const what = removed.length === 1 ? 'a value' : 'values';
  const steps = [
    ...(removed.length === 0
      ? []
      : [
          isInList
            ? `write ${what} instead of ${inWords(removed)}`
            : `remove ${inWords(removed)}, or write ${what} instead`,
        ]),
    ...(added.length === 0 ? [] : [`add ${inWords(added)}`]),
  ].join(', and ');
  return `${steps.charAt(0).toUpperCase()}${steps.slice(1)}.`;
}

interface Also {
  readonly name: string;
  /** The only value that satisfies AWS. */
  readonly value?: string;
  readonly isNeeded: (merged: Mapping, root: Mapping) => boolean;
}

const alsoAt = (path: Path): Also | undefined => ALSO[String(path.at(-1))];

/** What AWS requires because of other values, which its specification does not say. */
const ALSO: Readonly<Record<string, Also>> = {
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
    value: 'ENABLED',
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
