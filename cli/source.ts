/**
 * Templates as files: YAML as CloudFormation reads it, with its short forms, and JSON, which is YAML too. Keeps what
 * places in the data were places in the text.
 */

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Diagnostic } from '../macro/diagnostics/diagnostics.js';
import type { Path } from '../macro/template/template.js';
import { documentFaults, startOf } from './yaml-document.js';
import { functionTags } from './yaml-functions.js';
import { scalarTags } from './yaml-scalars.js';
import { type Fault, nestedTooDeep, syntaxFault, syntaxFaults } from './yaml-syntax.js';

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A file's text and what it says. */
export interface Source {
  readonly name: string;
  readonly lines: readonly string[];
  /** The data; `undefined` where a fault is an error. */
  readonly data: unknown;
  /** What is wrong with the text as YAML, or with what CloudFormation makes of it, each fault with its place. */
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
  const { document, data, faults } = parse(text, counter);
  return {
    name,
    lines: text.split(/\r?\n/),
    data,
    faults: faults.map(({ offset, ...diagnostic }) => ({ ...diagnostic, ...place(offset) })),
    locate: (path) => place(document && data !== undefined ? offsetOf(document, path) : 0),
  };
}

interface Parsed {
  readonly document?: Document.Parsed;
  readonly data?: unknown;
  readonly faults: readonly Fault[];
}

function parse(text: string, lineCounter: LineCounter): Parsed {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      resolveKnownTags: false,
      // Slow for many keys, and checked with all else about keys.
      uniqueKeys: false,
      lineCounter,
      prettyErrors: false,
      customTags: (failsafe) => [...failsafe, 'merge', ...scalarTags, ...functionTags],
    });
    const broken = syntaxFaults(document, text);
    const faults = broken.length > 0 ? broken : documentFaults(document, text, lineCounter);
    if (faults.some(({ severity }) => severity === 'error')) return { faults };
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
    // Aliases that multiply, or a merge key whose value is not a mapping; both have a warning already.
    const message = error instanceof ReferenceError ? 'the aliases stand for too much data' : (error as Error).message;
    const offset = faults.find(({ code }) => code === 'syntax')?.offset ?? 0;
    return { faults: [syntaxFault(message, 'Write the values out.', offset)] };
  }
}

/** Where a path leads in the text: the key of a mapping's entry, or an entry of a list. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === String(key));
      if (!pair) break;
      offset = startOf(pair.key) ?? startOf(pair.value) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return offset ?? 0;
}
