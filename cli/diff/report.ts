/** The result of a comparison, the most dangerous changes first, and as JSON for other programs. */

import { formatPath } from '../../macro/diagnostics/diagnostics.js';
import { type Action, type Change, formatProperty } from './change.js';
import { changesBetween } from './changes.js';
import { isSame } from './differences.js';
import { marksOf } from './marks/index.js';
import type { Mark, MarkKind } from './marks/mark.js';
import { entryOf } from './names.js';
import { isFollowing } from './propagate.js';
import { hiddenBetween, type Side } from './side.js';

export interface Marked extends Change {
  readonly marks: readonly Mark[];
}

/** The names of the outputs that differ. */
export interface Outputs {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

export interface Comparison {
  readonly changes: readonly Marked[];
  readonly outputs: Outputs;
  /** The number of resources that both templates have and that do not change at all. */
  readonly unchanged: number;
  /** What limits the comparison. */
  readonly notices: readonly string[];
}

/** Actions and marks, the most dangerous first. */
export const ACTIONS: readonly Action[] = [
  'removed',
  'replaced',
  'conditionally-replaced',
  'changed',
  'updated',
  'possibly-updated',
  'added',
  'attributes',
];
const KINDS: readonly MarkKind[] = ['failure', 'jobs', 'data'];

export function compare(before: Side, after: Side): Comparison {
  const all = changesBetween(before, after);
  const marked = all.map((change) => ({ ...change, marks: marksOf(change, all) }));
  const kept = marked.filter(({ action }) => action !== 'removed' && action !== 'added').length;
  const common = [...after.resources.keys()].filter((id) => before.resources.has(id)).length;
  return {
    changes: marked.sort((one, other) => dangerOf(one) - dangerOf(other)),
    outputs: outputsBetween(before, after, all),
    unchanged: common - kept,
    notices: noticesOf(before, after),
  };
}

function dangerOf({ action, marks }: Marked): number {
  const kinds = marks.map(({ kind }) => kind);
  const worst = KINDS.findIndex((kind) => kinds.includes(kind));
  return (worst < 0 ? KINDS.length : worst) * ACTIONS.length + ACTIONS.indexOf(action);
}

function outputsBetween(before: Side, after: Side, all: readonly Change[]): Outputs {
  const names = [...after.outputs.keys()];
  return {
    added: names.filter((name) => !before.outputs.has(name)),
    removed: [...before.outputs.keys()].filter((name) => !after.outputs.has(name)),
    changed: names.filter((name) => {
      const output = after.outputs.get(name);
      return before.outputs.has(name) && (!isSame(before.outputs.get(name), output) || isFollowing(output, all));
    }),
  };
}

function noticesOf(before: Side, after: Side): string[] {
  const onlyNew = after.transforms.filter((name) => !before.transforms.includes(name));
  const onlyOld = before.transforms.filter((name) => !after.transforms.includes(name));
  const apart = (names: readonly string[], side: string) =>
    `only the ${side} template is compared as it is before ${names.join(', ')}: what that generates counts as a change`;
  const hidden = hiddenBetween(before, after);
  return [
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html
    ...(hidden.length > 0
      ? [`a new default of ${hidden.join(', ')} applies only if the update neither gives nor keeps a value`]
      : []),
    ...(after.transforms.length > 0
      ? [`resources are compared as they are before ${after.transforms.join(', ')}, which runs after the macro`]
      : []),
    ...(onlyNew.length > 0 ? [apart(onlyNew, 'new')] : []),
    ...(onlyOld.length > 0 ? [apart(onlyOld, 'old')] : []),
  ];
}

/**
 * One JSON document. Its keys are stable:
 *
 * - `old`, `new`: the names of the files
 * - `summary`: the number of resources by action, and `unchanged`
 * - `changes`: the resources, the most dangerous first
 *   - `id`, `type`: the logical id and the type
 *   - `entry`, `path`: the entry of the module that it was generated from, in words and as a path; absent otherwise
 *   - `action`: see `Action`
 *   - `properties`: each with `path`, `effect` (`update`, `conditional` or `replace`), and `before` and `after`, each
 *     absent if there is no value; a property whose text is the same has `because`, the logical id of the changed resource
 *     or the parameter with NoEcho that it refers to; one whose value may stay the same has `possible`
 *   - `attributes`: the names of attributes that differ, such as DependsOn
 *   - `marks`: each with `kind` (`failure`, `jobs`, `data` or `note`) and `message`
 * - `outputs`: the names of the outputs that are `added`, `removed` and `changed`
 * - `notices`: what limits the comparison
 */
export function renderReportJson({ changes, outputs, unchanged, notices }: Comparison, files: Files): string {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  const summary = { ...Object.fromEntries(ACTIONS.map((action) => [action, count(action)])), unchanged };
  const document = { ...files, summary, changes: changes.map(toJson), outputs, notices };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export interface Files {
  readonly old: string;
  readonly new: string;
}

function toJson(change: Marked): object {
  const { id, action, attributes, marks } = change;
  const resource = change.after ?? change.before;
  const properties = change.properties.map(({ path, effect, before, after, because, isPossible }) => ({
    path: formatProperty(path),
    effect,
    before,
    after,
    because,
    possible: isPossible,
  }));
  return {
    id,
    type: resource?.type,
    entry: resource && entryOf(resource),
    path: resource?.path && formatPath(resource.path),
    action,
    properties,
    attributes,
    marks,
  };
}
