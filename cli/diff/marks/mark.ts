/** What a reviewer must know about a change besides its action. */

import { type Change, formatProperty, type PropertyChange } from '../change.js';

/**
 * - `failure`: the deployment fails, or the resource does afterwards
 * - `jobs`: running or waiting jobs end, or can end
 * - `data`: stored data is deleted
 * - `note`: harmless if it is intended
 */
export type MarkKind = 'failure' | 'jobs' | 'data' | 'note';

export interface Mark {
  readonly kind: MarkKind;
  readonly message: string;
}

/** Finds the marks of one change. `all` are the changes of the whole update. */
export type Marker = (change: Change, all: readonly Change[]) => Mark[];

export const isReplaced = ({ action }: Change) => action === 'replaced' || action === 'conditionally-replaced';

/** Whether a resource is updated in place, as far as the templates say. */
export const isUpdated = ({ action }: Change) => action === 'updated' || action === 'possibly-updated';

/** The words for what may not happen. */
export const onlyIf = ({ action }: Change): string =>
  action === 'conditionally-replaced' ? 'if it is replaced, ' : '';

/** The words for what happens only if one of these properties changes, unless one certainly does. */
export const onlyIfChanged = (properties: readonly PropertyChange[]): string =>
  properties.every(({ isPossible }) => isPossible)
    ? `if ${[...new Set(properties.map(({ path }) => formatProperty(path)))].join(' or ')} changes, `
    : '';

/**
 * Whether CloudFormation keeps the resource that is removed or replaced, by the policies of both templates: AWS does not
 * document which of them counts.
 */
export function isRetained({ action, before, after }: Change): boolean {
  const name = action === 'removed' ? 'DeletionPolicy' : 'UpdateReplacePolicy';
  return [before, after].every((one) => !one || /^(Retain|RetainExceptOnCreate)$/.test(String(one.attributes[name])));
}
