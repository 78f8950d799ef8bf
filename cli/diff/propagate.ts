/**
 * Follows changes along references. CloudFormation compares properties after it has resolved their references, so a
 * property changes as well if what it refers to gets another id or another attribute.
 */

import { isIntrinsic } from '../../macro/template/intrinsics.js';
import { type Reference, references } from '../../macro/template/references.js';
import { isMapping, type Path } from '../../macro/template/template.js';
import { casesOf } from './cases.js';
import { actionOf, type Change, effectOn, type PropertyChange } from './change.js';
import type { Settled } from './side.js';

/** Whether an attribute gets another value. */
type Answer = 'yes' | 'maybe' | 'no';

/**
 * Adds the properties that change because of the resources that they refer to.
 *
 * @param parameters - the parameters that can get another value, which is not shown
 */
export function propagate(changes: readonly Change[], parameters: readonly string[]): Change[] {
  const current = new Map(changes.map((change) => [change.id, change]));
  const uses = changes.map(({ id, after }) => ({ id, uses: after ? usesOf(after) : [] }));
  const answerTo = (reference: Reference): Answer => {
    const source = current.get(reference.name);
    if (source) return answerOf(source, reference);
    return parameters.includes(reference.name) ? 'maybe' : 'no';
  };
  for (let isStable = false; !isStable; ) {
    isStable = true;
    for (const { id, uses: own } of uses) {
      const change = current.get(id) as Change;
      const followed = follow(change, own, answerTo);
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

/** A property with a function, and the references in each case of the conditions that it depends on. */
interface Use {
  readonly path: Path;
  readonly cases: readonly (readonly Reference[])[];
}

function usesOf({ properties }: Settled): Use[] {
  return functionsIn(properties).map(([path, value]) => ({
    path,
    cases: casesOf({ value }).map((one) =>
      references(one.value, []).filter(({ kind }) => kind === 'Ref' || kind === 'GetAtt'),
    ),
  }));
}

function functionsIn(value: unknown, path: Path = []): (readonly [Path, unknown])[] {
  if (isIntrinsic(value)) return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => functionsIn(item, [...path, index]));
  return isMapping(value) ? Object.entries(value).flatMap(([key, item]) => functionsIn(item, [...path, key])) : [];
}

function follow(change: Change, uses: readonly Use[], answerTo: (reference: Reference) => Answer): Change {
  const { after, before, properties } = change;
  if (!after || !before || before.type !== after.type) return change;
  const written = properties.filter(({ because }) => because === undefined);
  const followed = uses.flatMap(({ path, cases }): PropertyChange[] => {
    if (written.some((one) => startsWith(path, one.path))) return [];
    const answers = cases.map((all) => all.map((reference) => ({ name: reference.name, answer: answerTo(reference) })));
    const all = answers.flat();
    const source = all.find(({ answer }) => answer === 'yes') ?? all.find(({ answer }) => answer === 'maybe');
    if (!source) return [];
    const hidden = { Ref: source.name };
    const effect = effectOn(after, { path, before: hidden, after: hidden });
    const isCertain = answers.every((one) => one.some(({ answer }) => answer === 'yes'));
    const possible = isCertain ? {} : { isPossible: true };
    return [{ path, before: undefined, after: undefined, effect, because: source.name, ...possible }];
  });
  const all = [...written, ...followed];
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
