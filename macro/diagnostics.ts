/**
 * What is wrong with a template, as values. A fault of the user's is always a diagnostic and never an exception,
 * and every fault of a phase is collected, so that one look at the list is enough. Rendering is for others.
 */

import type { Path } from './template.js';

/** Every code a diagnostic can have. They are a contract: scripts filter by them. */
export const codes = {
  'not-a-template': 'What the macro was given is no CloudFormation template.',
  'snippet-call': 'The macro was called by Fn::Transform inside a template.',
  'macro-parameters': 'The macro was given parameters of its own; it has none.',
  'no-transform': 'The template has a module but does not name the macro in Transform.',
  syntax: 'The file is no valid YAML or JSON.',
  'unknown-section': 'A top-level section that CloudFormation does not know.',
  'unknown-type': 'A resource type that begins with Provose:: but is none of this macro.',
  'several-modules': 'More than one module in a template.',
  'unsupported-attribute': 'A resource attribute that a module cannot have.',
  'missing-key': 'A key that must be there is not.',
  'unknown-key': 'A key that the language does not have.',
  'ignored-key': 'A key that Provose had and that has no effect here.',
  'wrong-type': 'A value of the wrong type.',
  'wrong-value': 'A value of the right type that is not allowed.',
  'unquoted-number': 'A number where text is meant, which YAML may have changed already.',
  'unknown-at-expansion': 'A value that decides what is made but that only the deployment would know.',
  'unresolved-reference': 'A reference to something that the template does not have.',
  'bad-name': 'A name that AWS Batch would refuse.',
  'duplicate-name': 'One name for two queues, two job definitions or two compute environments.',
  'conflicting-keys': 'Keys that exclude each other.',
  'mixed-architectures': 'Instance types of more than one CPU architecture in one compute environment.',
  'wrong-region': 'A Region other than the stack’s.',
  'logical-id-taken': 'A logical id that the template already has.',
  'logical-id-too-long': 'A logical id of more than 255 characters.',
  'too-many-resources': 'More resources than a stack can have.',
  'too-many-outputs': 'More outputs than a stack can have.',
  'too-large': 'More bytes than a template can have.',
  'over-quota': 'More of something than an AWS account can have in a Region.',
} as const;

export type Code = keyof typeof codes;

export interface Diagnostic {
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  /** Where in the template, from the top. */
  readonly path: Path;
  /** What is wrong, with the value received. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Collects the diagnostics of one expansion; the same one twice is kept once. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];

  error(code: Code, path: Path, message: string, hint: string): void {
    this.#add({ code, severity: 'error', path, message, hint });
  }

  warning(code: Code, path: Path, message: string, hint: string): void {
    this.#add({ code, severity: 'warning', path, message, hint });
  }

  get failed(): boolean {
    return this.list.some((diagnostic) => diagnostic.severity === 'error');
  }

  #add(diagnostic: Diagnostic): void {
    const same = (other: Diagnostic) =>
      other.message === diagnostic.message && formatPath(other.path) === formatPath(diagnostic.path);
    if (!this.list.some(same)) this.list.push(diagnostic);
  }
}

/** `Provose::Batch.batch.small.instances.instance_types[0]`. */
export function formatPath(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
}

/** A value as it is shown to its author: JSON, cut to 80 characters. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

/** The candidate that a misspelt name most likely means, if one is near enough to suggest. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `Did you mean X?`, or else the names there are. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  if (near !== undefined) return `Did you mean ${near}?`;
  return candidates.length === 0 ? 'There is none.' : `Known here: ${candidates.slice(0, 12).join(', ')}.`;
}

/** Levenshtein's distance with neighbours swapped counted as one edit. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(at(current, column - 1) + 1, at(last, column) + 1, at(last, column - 1) + cost);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, at(beforeLast, column - 2) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? 0;
}
