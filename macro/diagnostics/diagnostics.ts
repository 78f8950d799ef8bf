/**
 * Problems with a template, as values. A user's mistake is always a diagnostic and never an exception, and each phase
 * collects all of its diagnostics, so that users see every problem at once. Rendering happens elsewhere.
 */

import type { Path } from '../template/template.js';

/** Every diagnostic code except those of rules. The codes are a contract: scripts filter by them. */
export const codes = {
  'not-a-template': 'The input is not a CloudFormation template.',
  'snippet-call': 'The macro was called by Fn::Transform inside a template.',
  'macro-parameters': 'Parameters were passed to the macro, which takes none.',
  'no-transform': 'The template has a module but does not list the macro in Transform.',
  syntax: 'The file is not valid YAML or JSON.',
  'unknown-section': 'A top-level section that CloudFormation does not support.',
  'unknown-type': 'A resource type that begins with Provose:: but does not belong to this macro.',
  'module-in-loop': 'A module inside a loop that is expanded after the macro runs.',
  'unsupported-attribute': 'A resource attribute that a module cannot have.',
  'missing-key': 'A required key is missing.',
  'misplaced-key': 'A key that is one level too high or too low.',
  'unknown-key': 'A key that does not exist.',
  'wrong-type': 'A value of the wrong type.',
  'wrong-value': 'A value of the right type that is not allowed.',
  'unquoted-number': 'An unquoted number where text is expected. YAML may have altered it.',
  'implicit-type': 'An unquoted value that CloudFormation reads as something other than text.',
  'unknown-at-expansion': 'A value that determines which resources are created but is known only at deployment.',
  'unresolved-reference': 'A reference to something that does not exist in the template.',
  'unknown-attribute': 'A Fn::GetAtt of an attribute that the type of the resource is not known to have.',
  'bad-function':
    'A function with arguments that CloudFormation refuses, or that returns a list instead of text, or the reverse.',
  'module-ref': 'A Ref to a module, which has no single value.',
  'misplaced-reference': 'A reference where CloudFormation accepts no resource attribute, or none of its type.',
  'conditional-reference': 'A reference to a module that may not exist, because it has a condition.',
  'circular-dependency': 'Resources or values that depend on each other.',
  'unknown-export': 'A reference to a map, an entry or an attribute that a module does not export.',
  'export-too-large': 'An exported value that is larger than the response of a custom resource.',
  'bad-sub-name': 'A name in ${…} with a character that CloudFormation does not allow there.',
  'bad-name': 'A name that AWS Batch or CloudFormation does not allow.',
  'duplicate-name': 'Two queues, job definitions or compute environments with the same name.',
  'logical-id-taken': 'A logical id that the template already uses.',
  'logical-id-too-long': 'A logical id of more than 255 characters.',
  'output-taken': 'An output name that the template already uses.',
  'missing-property': 'A property that AWS requires is missing beside those in overrides.',
  'values-together': 'Values in overrides that AWS refuses together.',
  'override-form': 'A name, an ARN or an empty list in overrides that AWS refuses.',
  'unknown-volume': 'A mount point of a volume that its job does not have.',
  'too-many-tags': 'More tags than a resource can have.',
  'too-many-policies': 'More managed policies than a role can have.',
  'duplicate-policy': 'A managed policy that a role has twice.',
  'role-too-large': 'A role whose policies are larger than IAM allows.',
  'bad-ignore': 'An entry of ignore in the template’s Metadata that has no effect.',
  'too-deep': 'A template that is nested too deeply.',
  'too-many-resources': 'More resources than a stack can have.',
  'too-many-outputs': 'More outputs than a stack can have.',
  'user-data-size': 'User data that exceeds the limit of Amazon EC2.',
  'too-large': 'A template that exceeds CloudFormation’s size limit.',
  'value-not-allowed': 'A parameter value that is not one of its AllowedValues.',
  'needs-upload': 'A template that is too large to send in a request and must be uploaded to S3.',
} as const;

export type Code = keyof typeof codes;

/** An error prevents the deployment. A warning is about something legal that users regret; information may be intended. */
export type Severity = 'error' | 'warning' | 'info';

export interface Diagnostic {
  /** One of `codes`, or of a rule. */
  readonly code: string;
  readonly severity: Severity;
  /** The place in the template, from its root. */
  readonly path: Path;
  /** What is wrong, with the value received. */
  readonly message: string;
  /** The fix. */
  readonly hint: string;
}

/** The maximum length of a message, in characters. A message can contain names of any length. */
const LONGEST_TEXT = 500;

/** The most names in a hint. */
const MOST_NAMES = 12;

const asItIs = (path: Path) => path;

/** Collects the diagnostics of one expansion, without duplicates. */
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

  /** The same collection, for phases whose paths differ from those in the source template. */
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

  /** Whether there is an error at a path, or at one that contains it. */
  hasErrorAt(path: Path): boolean {
    const place = this.#placeOf(path);
    const contains = (outer: Path) => outer.every((key, index) => place[index] === key);
    return this.list.some((one) => one.severity === 'error' && contains(one.path));
  }

  add({ code, severity, path, message, hint }: Diagnostic): void {
    const texts = { message: cut(message, LONGEST_TEXT), hint: cut(hint, LONGEST_TEXT) };
    const diagnostic = { code, severity, path: this.#placeOf(path), ...texts };
    const identity = JSON.stringify([diagnostic.path, diagnostic.message]);
    if (!this.#seen.has(identity)) this.list.push(diagnostic);
    this.#seen.add(identity);
  }
}

/** A path as text: `Provose::Batch.batch.small.instances.instance_types[0]`. */
export function formatPath(path: Path): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${cut(key, 80)}`));
  return parts.join('').replace(/^\./, '');
}

/** The message of a diagnostic, after its place. */
export const placed = ({ path, message }: Pick<Diagnostic, 'path' | 'message'>): string =>
  path.length > 0 ? `${formatPath(path)}: ${message}` : message;

/** The place, the message and the fix of a diagnostic, as sentences. */
export const inSentences = (diagnostic: Diagnostic): string =>
  `${placed(diagnostic)}. ${diagnostic.hint}`.replace(/\.\. /, '. ');

/** A value as shown to the user: JSON, truncated to 80 characters. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  // JSON has no such numbers.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return cut(JSON.stringify(value), 80);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/**
 * The candidate that is closest to a misspelled name, if any is close enough to suggest.
 *
 * @param limit - how many letters may differ: by default up to a third, but never most of a short name
 */
export function nearest(
  name: string,
  candidates: readonly string[],
  limit = Math.max(Math.floor(name.length / 3), name.length > 2 ? 1 : 0),
): string | undefined {
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

/**
 * `Did you mean X?`, or the list of valid names.
 *
 * @param otherwise - the fix if no name is valid
 */
export function didYouMean(name: string, candidates: readonly string[], otherwise = 'Remove it.'): string {
  const near = nearest(name, candidates);
  if (near !== undefined) return `Did you mean ${near}?`;
  if (candidates.length === 0) return otherwise;
  const others = candidates.length - MOST_NAMES;
  const more = others > 0 ? `, or ${others} ${others === 1 ? 'other' : 'others'}` : '';
  return `Use one of: ${candidates.slice(0, MOST_NAMES).join(', ')}${more}.`;
}

/** The Levenshtein distance, with a swap of adjacent characters counted as one edit. */
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
