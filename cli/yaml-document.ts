/**
 * Finds parts of a valid YAML file that CloudFormation would reject, or read as something other than they appear. It
 * must not check whether the data is a template.
 */

import type { Alias, LineCounter, Node, Pair, Scalar, YAMLMap } from 'yaml';
import { type Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, visit } from 'yaml';
import { type Code, show } from '../macro/diagnostics/diagnostics.js';
import type { Path } from '../macro/template/template.js';
import { isDoubtful } from './yaml-scalars.js';
import { type Fault, placeholderFault, syntaxFault } from './yaml-syntax.js';

type Ancestors = readonly (Document | Node | Pair)[];

/** The text, and the state of the traversal. */
interface Walk {
  readonly text: string;
  readonly lines: LineCounter;
  readonly anchors: Map<string, Node>;
  /** The position of each entry in its list. Searching a long list for each entry would be slow. */
  readonly positions: Map<unknown, number>;
}

/** Every fault of the document, in text order. After an error that is not alone, the data cannot be trusted. */
export function documentFaults(document: Document.Parsed, text: string, lines: LineCounter): Fault[] {
  const faults: Fault[] = [];
  const walk: Walk = { text, lines, anchors: new Map(), positions: new Map() };
  const { explicit, version } = document.directives.yaml;
  if (explicit && version !== '1.1') {
    const message = `CloudFormation reads YAML 1.1, but the %YAML directive specifies ${version}`;
    faults.push(warning('syntax', [], message, 'Remove the line.', text.indexOf('%YAML')));
  }
  visit(document, (key, node, ancestors) => {
    if (isPair(node)) faults.push(...mergeFaults(node));
    else if (isAlias(node)) faults.push(aliasFault(node, ancestors, walk));
    else if (isMap(node)) faults.push(...keyFaults(node, walk));
    else if (isScalar(node) && key !== 'key') faults.push(...scalarFaults(node, ancestors, walk));
    if (isSeq(node)) for (const [position, item] of node.items.entries()) walk.positions.set(item, position);
    if ((isScalar(node) || isCollection(node)) && node.anchor) walk.anchors.set(node.anchor, node);
  });
  const sorted = faults.sort((a, b) => a.offset - b.offset);
  // If a key is a mapping, both the key and its own first key may be reported at the same place.
  return sorted.filter(({ offset }, index) => offset !== sorted[index - 1]?.offset);
}

/** The offset of a node in the text; `undefined` for a node that does not come from the text. */
export const startOf = (node: unknown) => (isNode(node) ? node.range?.[0] : undefined);

function warning(code: Code, path: Path, message: string, hint: string, offset = 0): Fault {
  return { code, severity: 'warning', path, message, hint, offset };
}

const NO_ALIASES = 'CloudFormation supports neither aliases nor merge keys';
const PACKAGE = 'sam and aws cloudformation package resolve them.';

function aliasFault(alias: Alias, ancestors: Ancestors, { anchors }: Walk): Fault {
  const target = anchors.get(alias.source);
  const offset = startOf(alias) ?? 0;
  const hint = `Write &${alias.source} before a value above, or put *${alias.source} in quotes if you mean text.`;
  if (!target) return syntaxFault(`the alias *${alias.source} has no anchor above it`, hint, offset);
  if (!ancestors.includes(target)) return warning('syntax', [], NO_ALIASES, PACKAGE, offset);
  return syntaxFault(`the alias *${alias.source} refers to itself`, 'Replace it with the value.', offset);
}

/** Reports merge keys whose value is not an alias. For all others, the alias is reported. */
function mergeFaults({ key, value }: Pair): Fault[] {
  const isMerge = isScalar(key) && typeof key.value === 'symbol';
  const hasAlias = isAlias(value) || (isSeq(value) && value.items.some(isAlias));
  return isMerge && !hasAlias ? [warning('syntax', [], NO_ALIASES, PACKAGE, startOf(key))] : [];
}

/**
 * Reports keys that are not text, and duplicate keys. CloudFormation rejects the former anywhere in a template: "map
 * keys must be strings; received numeric [1] instead"
 * (https://github.com/awsdocs/aws-cloudformation-user-guide/pull/404). Of duplicate keys, it silently uses the last
 * (https://github.com/go-to-k/cdk-real-drift/issues/1074).
 */
function keyFaults(map: YAMLMap, { text, lines }: Walk): Fault[] {
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  for (const { key } of map.items) {
    const value = isScalar(key) ? key.value : key;
    const offset = startOf(key) ?? 0;
    const first = typeof value === 'string' ? seen.get(value) : undefined;
    if (typeof value === 'symbol') continue;
    if (typeof value !== 'string') faults.push(keyFault(key, text, offset));
    else if (first === undefined) seen.set(value, offset);
    else {
      const hint = 'Remove one of them: CloudFormation would silently use the last.';
      const message = `the key ${show(value)} is already on line ${lines.linePos(first).line}`;
      faults.push({ ...syntaxFault(message, hint, offset), isAlone: true });
    }
  }
  return faults;
}

function keyFault(key: unknown, text: string, offset: number): Fault {
  if (isScalar(key) && /\w/.test(key.source ?? '')) {
    const message = `a key must be text, but CloudFormation reads ${key.source} as ${reading(key)}`;
    return syntaxFault(message, `Write '${key.source}' in quotes.`, offset);
  }
  const message = 'a key must be text, but this key is empty, a mapping, a list or a function';
  return placeholderFault(text, offset) ?? syntaxFault(message, 'Write a name before the colon.', offset);
}

/** Warns of unquoted values that are not read as text, except for unambiguous ones such as `true`, 8080 and 0.5. */
function scalarFaults(scalar: Scalar, ancestors: Ancestors, { positions }: Walk): Fault[] {
  const { value, source = '' } = scalar;
  if (scalar.type !== 'PLAIN' || scalar.tag !== undefined || value === null) return [];
  const warn = (message: string, alternative = '') => {
    const hint = `Write '${source}' in quotes${alternative}.`;
    return [warning('implicit-type', pathOf(scalar, ancestors, positions), message, hint, startOf(scalar))];
  };
  if (typeof value === 'string') {
    const number = Number(source.replaceAll('_', ''));
    return isDoubtful(source) ? warn(`CloudFormation may read ${source} as the number ${number}`) : [];
  }
  if (String(value) === source.replace(/^(true|false)$/i, (text) => text.toLowerCase())) return [];
  const isJson = Number.isFinite(Number(value));
  const faults = warn(
    `CloudFormation reads ${source} as ${reading(scalar)}`,
    isJson ? ` for text, or ${value} for the ${typeof value}` : '',
  );
  // https://yaml.org/spec/1.2.2/#103-core-schema
  const isNumber =
    typeof value === 'number' && (NOT_FINITE.test(source) || Number(source.replace(BINARY, '')) === value);
  return isNumber ? faults.map((fault) => ({ ...fault, isNumber })) : faults;
}

/** Numbers of which `Number` and YAML 1.2 differ. */
const NOT_FINITE = /^([-+]?\.inf|\.nan)$/i;
const BINARY = /^0b.*/i;

const reading = ({ value }: Scalar) => (value === null ? 'nothing' : `the ${typeof value} ${value}`);

/** The path of a node in the data; empty inside a merge key, which the data does not contain. */
export function pathOf(node: Node, ancestors: Ancestors, positions: Walk['positions']): Path {
  const path: (string | number)[] = [];
  for (const [index, ancestor] of ancestors.entries()) {
    if (isSeq(ancestor)) path.push(positions.get(ancestors[index + 1] ?? node) ?? 0);
    else if (isPair(ancestor) && isScalar(ancestor.key)) {
      if (typeof ancestor.key.value !== 'string') return [];
      path.push(ancestor.key.value);
    }
  }
  return path;
}
