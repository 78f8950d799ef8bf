/** What happens to a resource in an update, and which of its properties cause it. */

import type { Path } from '../../macro/template/template.js';
import { type Effect, effectOf, rulesOf, strongest } from './behavior.js';
import type { Difference } from './differences.js';
import type { Settled } from './side.js';

/**
 * What happens to a resource:
 *
 * - `added`, `removed`
 * - `replaced`: created anew, and the previous one deleted afterwards
 * - `conditionally-replaced`: replaced or updated in place, depending on what the templates do not say
 * - `updated`: in place
 * - `possibly-updated`: in place, if a value turns out to change that the templates do not tell
 * - `changed`: AWS's specification does not know the type
 * - `attributes`: only attributes such as DependsOn or DeletionPolicy differ, which updates nothing
 */
export type Action =
  | 'added'
  | 'removed'
  | 'replaced'
  | 'conditionally-replaced'
  | 'updated'
  | 'possibly-updated'
  | 'changed'
  | 'attributes';

/** A property that changes. */
export interface PropertyChange extends Difference {
  /** The effect on the resource. */
  readonly effect: Effect;
  /** What the property refers to, if its text is the same: the changed resource, or a parameter with NoEcho. */
  readonly because?: string;
  /** Whether the value may also stay the same. */
  readonly isPossible?: boolean;
}

/** A resource before and after, and what happens to it. */
export interface Change {
  readonly id: string;
  readonly action: Action;
  readonly before?: Settled;
  readonly after?: Settled;
  readonly properties: readonly PropertyChange[];
  /** The names of the attributes that differ, such as DependsOn. */
  readonly attributes: readonly string[];
}

/** The effect of a difference on a resource of one of AWS's types. */
export function effectOn({ type, properties }: Settled, difference: Difference): Effect {
  const effect = effectOf(rulesOf(type) ?? [], difference);
  if (effect !== 'conditional' || type !== 'AWS::Batch::ComputeEnvironment') return effect;
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-computeenvironment.html
  const { ReplaceComputeEnvironment: replaces = true } = properties;
  return ({ true: 'replace', false: 'update' }[String(replaces)] as Effect | undefined) ?? 'conditional';
}

/** The action that follows from the differences of a resource that both sides have. */
export function actionOf({ after, properties }: Pick<Change, 'after' | 'properties'>): Action {
  if (properties.length === 0) return 'attributes';
  if (after && !rulesOf(after.type)) return 'changed';
  const possible = properties.map(({ effect, isPossible }) =>
    isPossible && effect === 'replace' ? 'conditional' : effect,
  );
  switch (strongest(possible)) {
    case 'replace':
      return 'replaced';
    case 'conditional':
      return 'conditionally-replaced';
    case 'update':
      return properties.every(({ isPossible }) => isPossible) ? 'possibly-updated' : 'updated';
  }
}

/** A path in properties as text: `ContainerProperties.Environment[0].Value`. */
export function formatProperty(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
