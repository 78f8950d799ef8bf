/**
 * Follows changes along references. CloudFormation compares properties after it has resolved their references, so a
 * property changes as well if what it refers to gets another id or another attribute.
 */

import { type Reference, references } from '../../macro/template/references.js';
import type { Path } from '../../macro/template/template.js';
import { actionOf, type Change, effectOn, type PropertyChange } from './change.js';
import type { Settled } from './side.js';

/** Whether an attribute gets another value. */
type Answer = 'yes' | 'maybe' | 'no';

/** Adds the properties that change because of the resources that they refer to. */
export function propagate(changes: readonly Change[]): Change[] {
  const current = new Map(changes.map((change) => [change.id, change]));
  const uses = changes.map(({ id, after }) => ({ id, uses: after ? usesOf(after) : [] }));
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for (const { id, uses: own } of uses) {
      const change = current.get(id) as Change;
      const followed = follow(change, own, current);
      if (isEqual(change, followed)) continue;
      current.set(id, followed);
      isStable = false;
    }
  }
  return [...current.values()];
}

/** Whether a value changes because of the resources that it refers to, although its text stays the same. */
export function isFollowing(value: unknown, changes: readonly Change[]): boolean {
  return references(value, []).some((reference) => {
    const source = changes.find(({ id }) => id === reference.name);
    const isValue = reference.kind === 'Ref' || reference.kind === 'GetAtt';
    return isValue && source !== undefined && answerOf(source, reference) === 'yes';
  });
}

/** The references of a resource's properties, with the path of the property that has the function. */
interface Use {
  readonly path: Path;
  readonly reference: Reference;
}

function usesOf({ properties }: Settled): Use[] {
  return Object.entries(properties).flatMap(([name, value]) =>
    references(value, [name]).flatMap((reference) => {
      const { kind, path } = reference;
      if (kind !== 'Ref' && kind !== 'GetAtt') return [];
      const end = path.findIndex((key) => key === 'Ref' || String(key).startsWith('Fn::'));
      return [{ path: end < 0 ? path : path.slice(0, end), reference }];
    }),
  );
}

function follow(change: Change, uses: readonly Use[], current: ReadonlyMap<string, Change>): Change {
  const { after, before, properties } = change;
  if (!after || !before || before.type !== after.type) return change;
  const written = properties.filter(({ because }) => because === undefined);
  const added = new Map<string, PropertyChange>();
  for (const { path, reference } of uses) {
    const source = current.get(reference.name);
    const answer = source ? answerOf(source, reference) : 'no';
    const key = JSON.stringify(path);
    if (answer === 'no' || written.some((one) => startsWith(path, one.path))) continue;
    if (added.has(key) && (answer === 'maybe' || !added.get(key)?.isPossible)) continue;
    const hidden = { Ref: reference.name };
    const effect = effectOn(after, { path, before: hidden, after: hidden });
    const isPossible = answer === 'maybe' ? { isPossible: true } : {};
    added.set(key, { path, before: undefined, after: undefined, effect, because: reference.name, ...isPossible });
  }
  const all = [...written, ...added.values()];
  return { ...change, properties: all, action: actionOf({ after, properties: all }) };
}

const startsWith = (path: Path, start: Path) => start.every((key, index) => path[index] === key);

const isEqual = (one: Change, other: Change) =>
  one.action === other.action &&
  one.properties.length === other.properties.length &&
  one.properties.every(({ isPossible }, index) => isPossible === other.properties[index]?.isPossible);

/** Attributes that an update in place changes, each with the property whose change does it. */
const VOLATILE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Both contain the revision: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobdefinition.html
  'AWS::Batch::JobDefinition': { Ref: '', JobDefinitionArn: '' },
  'AWS::EC2::LaunchTemplate': { LatestVersionNumber: 'LaunchTemplateData' },
};

function answerOf({ action, after, properties }: Change, { kind, attribute = '' }: Reference): Answer {
  if (!after) return 'no';
  const [name = ''] = kind === 'Ref' ? ['Ref'] : attribute.split('.');
  const own = properties.filter(({ path }) => path[0] === name);
  switch (action) {
    case 'replaced':
    case 'conditionally-replaced':
      // An attribute that returns a property that stays the same.
      if (Object.hasOwn(after.properties, name) && own.length === 0) return 'no';
      return action === 'replaced' ? 'yes' : 'maybe';
    case 'changed':
      return 'maybe';
    case 'updated':
    case 'possibly-updated': {
      const cause = VOLATILE[after.type]?.[name];
      const causes = cause === undefined ? own : properties.filter(({ path }) => cause === '' || path[0] === cause);
      if (causes.some(({ isPossible }) => !isPossible)) return 'yes';
      if (causes.length > 0) return 'maybe';
      // Only the provider of the resource knows its attributes.
      return /^Custom::|^AWS::CloudFormation::(CustomResource|Stack)$/.test(after.type) ? 'maybe' : 'no';
    }
    default:
      return 'no';
  }
}
