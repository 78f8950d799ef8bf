/**
 * Templates as files: YAML 1.1 as CloudFormation reads it, with its short forms, and JSON, which is YAML too. Keeps
 * what places in the data were places in the text.
 */

import {
  type CollectionTag,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Pair,
  parseDocument,
  Scalar,
  type ScalarTag,
  type Tags,
  visit,
  YAMLMap,
} from 'yaml';
import type { Diagnostic } from '../macro/diagnostics.js';
import type { Path } from '../macro/template.js';

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A file's text and what it says. */
export interface Source {
  readonly name: string;
  readonly lines: readonly string[];
  /** The data; `undefined` where the text is no YAML. */
  readonly data: unknown;
  /** Why the text is no YAML, or none that CloudFormation takes, each with its place. */
  readonly faults: readonly (Diagnostic & Place)[];
  /** The place of a path into the data, or of as much of the path as there is. */
  readonly locate: (path: Path) => Place;
}

/**
 * Reads a template's text.
 *
 * @param name - what to call it in messages
 */
export function readSource(name: string, text: string): Source {
  const counter = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const fault = (message: string, hint: string, offset: number) =>
    ({ code: 'syntax', severity: 'error', path: [], message, hint, ...place(offset) }) as const;
  const lines = text.split(/\r?\n/);
  const nothing = { name, lines, data: undefined, locate: () => place(0) };
  try {
    const document = parseDocument(text, {
      version: '1.1',
      lineCounter: counter,
      prettyErrors: false,
      customTags: asCloudFormationReads,
    });
    const faults = [...document.errors, ...document.warnings].map(({ code, message, pos }) =>
      code === 'TAG_RESOLVE_FAILED'
        ? fault(message, 'CloudFormation’s own are !Ref, !GetAtt, !Sub, !If and the like.', pos[0])
        : fault(message, 'Mend the YAML here, or just before.', pos[0]),
    );
    if (faults.length > 0) return { ...nothing, faults };
    const data = document.toJS({ maxAliasCount: 1000 });
    const warnings = aliasesOf(document).map((offset) => ({
      ...fault(
        'CloudFormation takes no aliases and no merge keys',
        'sam and aws cloudformation package write them out.',
        offset,
      ),
      severity: 'warning' as const,
    }));
    return { name, lines, data, faults: warnings, locate: (path) => place(offsetOf(document, path)) };
  } catch (error) {
    // The parser gives up on aliases that multiply and on nesting deeper than the stack.
    const message = error instanceof RangeError ? 'it is nested too deep to be read' : (error as Error).message;
    return { ...nothing, faults: [fault(message, 'Simplify the template.', 0)] };
  }
}

/** Where the text has aliases, those of merge keys included. */
function aliasesOf(document: Document.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, { Alias: (_, node) => void offsets.push(node.range?.[0] ?? 0) });
  return offsets;
}

/** Where a path leads in the text: the key of a mapping's entry, or an entry of a list. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = rangeStart(node);
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isScalar(node) && isNode(node.value)) node = node.value;
    if (isMap(node)) {
      const pair = node.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === String(key));
      if (!pair) break;
      offset = rangeStart(pair.key) ?? rangeStart(pair.value) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = rangeStart(node) ?? offset;
    } else break;
  }
  return offset ?? 0;
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** CloudFormation's functions with a short form, which in its long form are called `Fn::…`, but for two. */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Ref',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

/**
 * YAML 1.1's types less dates, with booleans and integers as YAML 1.1 and SnakeYAML have them (`y` is text, and so
 * is an account id that starts with 0), and CloudFormation's short forms.
 */
function asCloudFormationReads(tags: Tags): Tags {
  return [...tags.filter((tag) => !isTimestamp(tag)).map(stricter), ...FUNCTIONS.flatMap(shortForms)];
}

const isTimestamp = (tag: Tags[number]) => typeof tag !== 'string' && tag.tag === 'tag:yaml.org,2002:timestamp';

function stricter(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.collection) return tag;
  switch (tag.tag) {
    case 'tag:yaml.org,2002:bool':
      return { ...tag, test: tag.identify?.(true) ? TRUE : FALSE };
    case 'tag:yaml.org,2002:int':
      return tag.format ? tag : { ...tag, test: /^[-+]?(?:0|[1-9][0-9_]*)$/ };
    default:
      return tag;
  }
}

const TRUE = /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/;
const FALSE = /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/;

/** `!Sub text` is the mapping `Fn::Sub: text`, so that a path into the data is a path into the text as well. */
function shortForms(name: string): (ScalarTag | CollectionTag)[] {
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  const wrap = (argument: Node) => {
    const map = new YAMLMap();
    map.items = [new Pair(new Scalar(key), argument)];
    return map;
  };
  const tag = `!${name}`;
  return [
    { tag, resolve: (text) => ({ [key]: name === 'GetAtt' ? splitOnce(text) : text }) },
    { tag, collection: 'seq', resolve: wrap },
    { tag, collection: 'map', resolve: wrap },
  ];
}

/** `!GetAtt A.B.C` is attribute `B.C` of A. */
function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
