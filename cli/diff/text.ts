/** Renders a report as text for a reviewer. */

import { show } from '../../macro/diagnostics/diagnostics.js';
import type { Change, PropertyChange } from './change.js';
import { formatProperty } from './change.js';
import { isSame } from './differences.js';
import type { MarkKind } from './marks/mark.js';
import { nameOf } from './names.js';
import { ACTIONS, type Comparison, type Files, type Marked, type Outputs } from './report.js';

const LABELS: Readonly<Record<MarkKind, string>> = {
  failure: 'FAILS',
  jobs: 'JOBS END',
  data: 'DATA LOST',
  note: 'note',
};

/**
 * ```text
 * replaced: queue mainqueue of environment small (ProvoseJobQueueMainqueue)
 *     JOBS END: all jobs of the previous queue end, waiting and running ones, because it is deleted
 *     JobQueueName: "mainqueue" → "work" (replaces)
 *
 * 1 replaced, 17 unchanged. JOBS END: 1.
 * ```
 */
export function renderReport(report: Comparison, files: Files): string {
  const { changes, outputs, notices } = report;
  const blocks = changes.map((change) => renderChange(change, changes));
  const others = [...outputLines(outputs), ...notices.map((notice) => `Note: ${notice}.`)];
  return [...blocks, ...(others.length > 0 ? [others.join('\n')] : []), summary(report, files)]
    .map((block) => `${block}\n`)
    .join('\n');
}

function renderChange(change: Marked, all: readonly Change[]): string {
  const resource = change.after ?? change.before;
  const lines = [
    ...change.marks.map(({ kind, message }) => `${LABELS[kind]}: ${message}`),
    ...change.properties.map((property) => renderProperty(property, all)),
    ...(change.attributes.length > 0 ? [`attributes: ${change.attributes.join(', ')}`] : []),
  ];
  const head = `${titleOf(change)}: ${resource ? nameOf(resource) : change.id}`;
  return [head, ...lines.map((line) => `    ${line}`)].join('\n');
}

function titleOf({ action }: Change): string {
  if (action === 'changed') return 'changed, update behavior not known';
  return action === 'attributes' ? 'not updated' : action.replace('-', ' ');
}

function renderProperty({ path, effect, before, after, because, isPossible }: PropertyChange, all: readonly Change[]) {
  const source = all.find(({ id }) => id === because);
  const verb = isPossible ? 'may follow' : 'follows';
  const what = source
    ? `${verb} ${source.id}, which is ${titleOf(source)}`
    : because !== undefined
      ? `${verb} parameter ${because}, whose values differ and are hidden (NoEcho)`
      : `${edit(before, after)}${isPossible ? ', if the values differ' : ''}`;
  const consequence = { update: '', conditional: ' (can replace)', replace: ' (replaces)' }[effect];
  return `${formatProperty(path)}: ${what}${consequence}`;
}

/** The items of lists that differ, or both values, from their first difference if they are long. */
function edit(before: unknown, after: unknown): string {
  if (Array.isArray(before) && Array.isArray(after)) {
    const without = (one: readonly unknown[], other: readonly unknown[]) =>
      one.filter((item) => !other.some((each) => isSame(each, item))).map(show);
    const removed = without(before, after);
    const added = without(after, before);
    const parts = [
      ...(added.length > 0 ? [`added ${added.join(', ')}`] : []),
      ...(removed.length > 0 ? [`removed ${removed.join(', ')}`] : []),
    ];
    if (parts.length > 0) return parts.join('; ');
  }
  const [from, to] = excerpts(before, after);
  return `${from} → ${to}`;
}

/** The length from which only a part of a value is shown, and what is shown before the first difference. */
const LONG = 80;
const CONTEXT = 20;

function excerpts(before: unknown, after: unknown): [string, string] {
  const [from = '', to = ''] = [before, after].map((value) => JSON.stringify(value) ?? '');
  let first = 0;
  while (first < from.length && from[first] === to[first]) first++;
  if (Math.max(from.length, to.length) <= LONG || first < LONG - CONTEXT) return [show(before), show(after)];
  const cut = (text: string) => {
    const end = first - CONTEXT + LONG;
    return `…${text.slice(first - CONTEXT, end)}${text.length > end ? '…' : ''}`;
  };
  return [cut(from), cut(to)];
}

function outputLines({ added, removed, changed }: Outputs): string[] {
  const line = (what: string, names: readonly string[]) =>
    names.length > 0 ? [`outputs ${what}: ${names.join(', ')}`] : [];
  return [...line('added', added), ...line('removed', removed), ...line('changed', changed)];
}

function summary({ changes, outputs, unchanged }: Comparison, files: Files): string {
  const hasOutputs = Object.values(outputs).some((names) => names.length > 0);
  if (changes.length === 0) {
    const what = hasOutputs ? 'no resource changes' : 'nothing changes';
    return `${files.old} → ${files.new}: ${what}, ${unchanged} resources`;
  }
  const counts = ACTIONS.flatMap((action) => {
    const all = changes.filter((change) => change.action === action);
    return all[0] ? [`${all.length} ${action === 'changed' ? 'changed' : titleOf(all[0])}`] : [];
  });
  const marked = (['failure', 'jobs', 'data'] as const).flatMap((kind) => {
    const count = changes.filter(({ marks }) => marks.some((mark) => mark.kind === kind)).length;
    return count > 0 ? [` ${LABELS[kind]}: ${count}.`] : [];
  });
  return `${files.old} → ${files.new}: ${[...counts, `${unchanged} unchanged`].join(', ')}.${marked.join('')}`;
}
