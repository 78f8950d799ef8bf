/**
 * Reads template files: YAML as CloudFormation reads it, including its short forms, and JSON, which is valid YAML. Maps
 * paths in the data to places in the text.
 */

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Diagnostic } from '../macro/diagnostics/diagnostics.js';
import type { Path } from '../macro/template/template.js';
import { documentFaults, startOf } from './yaml-document.js';
import { functionTags } from './yaml-functions.js';
import { scalarTags } from './yaml-scalars.js';
import { depthFault, type Fault, nestedTooDeep, syntaxFault, syntaxFaults } from './yaml-syntax.js';
import { withoutTags } from './yaml-tags.js';

/** A place in a text. Line and column start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A file's text and data. */
export interface Source {
  readonly name: string;
  readonly lines: readonly string[];
  /** The data; `undefined` if a fault leaves its meaning open. */
  readonly data: unknown;
  /** Problems with the text as YAML, or with the way CloudFormation reads it. */
  readonly faults: readonly (Diagnostic & Place & Pick<Fault, 'isNumber'>)[];
  /** The place of a path in the data, or of its longest existing prefix. */
  readonly locate: (path: Path) => Place;
  /** The offset of the value at a path, which is the same for an anchor and its aliases; `undefined` if it is not in the text. */
  readonly valueAt: (path: Path) => number | undefined;
}

/**
 * Reads a template's text.
 *
 * @param name - the file's name in messages
 */
export function readSource(name: string, text: string): Source {
  const counter = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const { document, data, faults } = parse(text, counter);
  return {
    name,
    lines: text.split(/\r?\n/),
    data,
    faults: faults.map(({ offset, isAlone: _, tag: __, ...diagnostic }) => ({ ...diagnostic, ...place(offset) })),
    locate: (path) => place(document && data !== undefined ? find(document, path).offset : 0),
    valueAt: (path) => (document && data !== undefined ? find(document, path).value : undefined),
  };
}

interface Parsed {
  readonly document?: Document.Parsed;
  readonly data?: unknown;
  readonly faults: readonly Fault[];
}

function parse(text: string, lineCounter: LineCounter): Parsed {
  const tooDeep = depthFault(text);
  if (tooDeep) {
    // As the parser would.
    for (const { index } of text.matchAll(/^/gm)) lineCounter.addNewLine(index);
    return { faults: [tooDeep] };
  }
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      resolveKnownTags: false,
      // Slow for many keys; `documentFaults` checks keys instead.
      uniqueKeys: false,
      lineCounter,
      prettyErrors: false,
      customTags: (failsafe) => [...failsafe, 'merge', ...scalarTags, ...functionTags],
    });
    const broken = withoutTags(document, syntaxFaults(document, text));
    const isReadable = broken.every(({ isAlone }) => isAlone);
    const faults = [...broken, ...(isReadable ? documentFaults(document, text, lineCounter) : [])];
    if (faults.some(({ severity, isAlone }) => severity === 'error' && !isAlone)) return { faults };
    return toData(document, faults);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { faults: [nestedTooDeep(0)] };
  }
}

function toData(document: Document.Parsed, faults: readonly Fault[]): Parsed {
  try {
    return { document, data: document.toJS({ maxAliasCount: 1000 }), faults };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    // Exponential aliases, or a merge key whose value is not a mapping. Both already have a warning.
    const message = error instanceof ReferenceError ? 'the aliases expand to too much data' : (error as Error).message;
    const offset = faults.find(({ code }) => code === 'syntax')?.offset ?? 0;
    return { faults: [syntaxFault(message, 'Replace them with the values.', offset)] };
  }
}

interface InText {
  /** The offset of a mapping entry's key, or of a list entry. */
  readonly offset: number;
  /** The offset of the value itself; `undefined` if there is only part of the path. */
  readonly value: number | undefined;
}

/** Finds a path in the text. */
function find(document: Document.Parsed, path: Path): InText {
  const resolved = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const key of path) {
    node = resolved(node);
    if (isMap(node)) {
      // Of duplicate keys, the last is in effect.
      const pair = node.items.findLast((item) => isScalar(item.key) && item.key.value === String(key));
      if (!pair) return { offset: offset ?? 0, value: undefined };
      offset = startOf(pair.key) ?? startOf(pair.value) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    } else return { offset: offset ?? 0, value: undefined };
  }
  return { offset: offset ?? 0, value: startOf(resolved(node)) };
}
