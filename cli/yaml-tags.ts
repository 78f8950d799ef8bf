/**
 * Replaces values with unknown tags by a function, whose value is not known either, so that the rest of a file can be
 * checked.
 */

import { type Document, isNode, isSeq, type Node, Pair, Scalar, visit, YAMLMap } from 'yaml';
import { isSection } from '../macro/read/find.js';
import type { Path } from '../macro/template/template.js';
import { pathOf } from './yaml-document.js';
import type { Fault } from './yaml-syntax.js';

/** A function that does not exist. */
const UNKNOWN = 'Fn::UnknownTag';

/**
 * The faults of tags, with the paths of their values, which are replaced in the document. If the rest of the file depends
 * on one of the values, the result is the same faults, and nothing is replaced.
 */
export function withoutTags(document: Document.Parsed, faults: readonly Fault[]): readonly Fault[] {
  const tags = new Set(faults.map(({ tag }) => tag));
  if (faults.length === 0 || tags.has(undefined)) return faults;
  const positions = new Map<unknown, number>();
  const found = new Map<Node, Path>();
  visit(document, (key, node, ancestors) => {
    if (isSeq(node)) for (const [position, item] of node.items.entries()) positions.set(item, position);
    if (!isNode(node) || !('tag' in node) || !tags.has(node.tag)) return;
    const isRepeated = [...ancestors, node].some((each) => 'anchor' in each && each.anchor !== undefined);
    found.set(node, key === 'key' || isRepeated ? [] : pathOf(node, ancestors, positions));
  });
  // Both are in the order of the text.
  const paths = [...found.values()];
  if (paths.length !== faults.length || !paths.every(isValue)) return faults;
  visit(document, (_, node) => {
    if (!isNode(node) || !found.has(node)) return undefined;
    const call = new YAMLMap();
    call.items = [new Pair(new Scalar(UNKNOWN), new Scalar(''))];
    call.range = node.range ?? null;
    return call;
  });
  // A value inside another one is replaced with it, and the outer one comes first.
  const outermost = (path: Path = []) =>
    paths.find((other) => other.every((key, index) => path[index] === key)) ?? path;
  return faults.map((fault, index) => ({ ...fault, path: outermost(paths[index]), isAlone: true }));
}

/** Whether a path is a value in a module, a resource or an output, on which nothing else in the template depends. */
function isValue([section = '', ...inside]: Path): boolean {
  if (section === 'Resources') return inside[1] === 'Properties' && inside.length > 2;
  return inside.length > 0 && (isSection(String(section)) || section === 'Outputs' || section === 'Metadata');
}
