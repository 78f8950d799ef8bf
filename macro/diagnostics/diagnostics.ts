/**
 * What is wrong with a template, as values. A fault of the user's is always a diagnostic and never an exception,
 * and every fault of a phase is collected, so that one look at the list is enough. Rendering is for others.
 */

import type { Path } from '../template/template.js';

/** Every code a diagnostic can have, but for those of rules. They are a contract: scripts filter by them. */
export const codes = {
  'not-a-template': 'The input is not a CloudFormation template.',
  'snippet-call': 'The macro was called by Fn::Transform inside a template.',
  'macro-parameters': 'The macro was given parameters of its own; it has none.',
  'no-transform': 'The template has a module but does not name the macro in Transform.',
  syntax: 'The file is not valid YAML or JSON.',
  'unknown-section': 'A top-level section that CloudFormation does not know.',
  'unknown-type': 'A resource type that begins with Provose:: but is none of this macro.',
  'module-in-loop': 'A module inside a loop that is expanded only after the macro.',
  'unsupported-attribute': 'A resource attribute that a module cannot have.',
  'missing-key': 'A key that must be there is not.',
  'misplaced-key': 'A key of the language that stands one level too high or too low.',
  'unknown-key': 'A key that the language does not have.',
  'wrong-type': 'A value of the wrong type.',
  'wrong-value': 'A value of the right type that is not allowed.',
  'unquoted-number': 'A number where text is meant, which YAML may have changed already.',
  'implicit-type': 'A value without quotes that CloudFormation reads as something else than its text.',
  'unknown-at-expansion': 'A value that decides what is made but that only the deployment would know.',
  'unresolved-reference': 'A reference to something that the template does not have.',
  'module-ref': 'A Ref of a module, which has many values and none of its own.',
  'misplaced-reference': 'A reference where CloudFormation takes no attribute of a resource, or none of its type.',
  'conditional-reference': 'A reference to a module that its condition may leave out.',
  'circular-dependency': 'Resources, or values, that depend on each other.',
  'unknown-export': 'A reference to a map, an entry or an attribute that a module does not export.',
  'bad-sub-name': 'A name in ${…} with a character that CloudFormation refuses there.',
  'bad-name': 'A name that AWS Batch would refuse.',
  'duplicate-name': 'One name for two queues, two job definitions or two compute environments.',
  'logical-id-taken': 'A logical id that the template already has.',
  'logical-id-too-long': 'A logical id of more than 255 characters.',
  'output-taken': 'An output that the template already has.',
  'too-deep': 'Nesting that no template needs.',
  'too-many-resources': 'More resources than a stack can have.',
  'too-many-outputs': 'More outputs than a stack can have.',
  'too-large': 'More bytes than a template can have.',
  'value-not-allowed': 'A parameter’s value that is not one of its AllowedValues.',
  'needs-upload': 'A template that is too large to be sent in a request.',
} as const;

export type Code = keyof typeof codes;

export interface Diagnostic {
  /** One of `codes`, or of a rule. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Where in the template, from the top. */
  readonly path: Path;
  /** What is wrong, with the value received. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** As much of a message as anyone reads, in characters; a name in it may be of any length. */
const LONGEST_TEXT = 500;

const asItIs = (path: Path) => path;

/** Collects the diagnostics of one expansion; the same one twice is kept once. */
export class Diagnostics {
  readonly #seen: Set<string>;
  readonly #placeOf: (path: Path) => Path;

  constructor(
    readonly list: Diagnostic[] = [],
    seen = new Set<string>(),
    placeOf = asItIs,
  ) {
    this.#seen = seen;
    this.#placeOf = placeOf;
  }

  /** The same collection, for phases that know other places than those in the template as it was written. */
  placedBy(placeOf: (path: Path) => Path): Diagnostics {
    return new Diagnostics(this.list, this.#seen, placeOf);
  }

  error(code: Code, path: Path, message: string, hint: string): void {
    this.add({ code, severity: 'error', path, message, hint });
  }

  warning(code: Code, path: Path, message: string, hint: string): void {
    this.add({ code, severity: 'warning', path, message, hint });
  }

  get failed(): boolean {
    return this.list.some((diagnostic) => diagnostic.severity === 'error');
  }

  add({ code, severity, path, message, hint }: Diagnostic): void {
    const texts = { message: cut(message, LONGEST_TEXT), hint: cut(hint, LONGEST_TEXT) };
    const diagnostic = { code, severity, path: this.#placeOf(path), ...texts };
    const identity = JSON.stringify([diagnostic.path, diagnostic.message]);
    if (!this.#seen.has(identity)) this.list.push(diagnostic);
    this.#seen.add(identity);
  }
}

/** `Provose::Batch.batch.small.instances.instance_types[0]`. */
export function formatPath(path: Path): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${cut(key, 80)}`));
  return parts.join('').replace(/^\./, '');
}

/** A value as it is shown to its author: JSON, cut to 80 characters. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return cut(JSON.stringify(value), 80);
}

/** A text of at most so many characters, visibly cut where it is longer. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** The candidate that a misspelt name most likely means, if one is near enough to suggest. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  // A third of the letters may be wrong, but of a short name never most of them.
  const limit = Math.max(Math.floor(name.length / 3), name.length > 2 ? 1 : 0);
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
  return candidates.length === 0 ? 'There is none.' : `Use one of: ${candidates.slice(0, 12).join(', ')}.`;
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
