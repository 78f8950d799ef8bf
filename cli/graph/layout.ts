/** Places the boxes of a picture from left to right, with dagre, whose layout Mermaid uses too. */

import { Graph as Layout, layout } from '@dagrejs/dagre';
import { type Arrow, type Box, boxesIn, type Graph, type Group } from './graph.js';

export interface Rectangle {
  /** The center. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly Point[];
  readonly label: Point;
}

export interface Placed {
  readonly width: number;
  readonly height: number;
  /** The outer ones before those inside them. */
  readonly groups: readonly (Rectangle & { readonly title: string })[];
  readonly boxes: readonly (Rectangle & { readonly box: Box })[];
  readonly arrows: readonly PlacedArrow[];
}

/** The height of a line of text. */
export const LINE = 18;
const PADDING = 12;

type WidthOf = (text: string, isBold: boolean) => number;

/** @param widthOf - the width of a text */
export function place({ groups, arrows }: Graph, widthOf: WidthOf): Placed {
  const all = new Layout({ compound: true, multigraph: true });
  all.setGraph({ rankdir: 'LR', nodesep: 26, ranksep: 44, marginx: 16, marginy: 16 });
  const titles = new Map<string, string>();
  for (const group of groups) addGroup(all, titles, group, widthOf);
  for (const [index, { from, to, label }] of arrows.entries()) {
    const width = Math.max(...(label ?? []).map((line) => widthOf(line, false)));
    const size = label ? { width: width + 8, height: label.length * LINE, labelpos: 'c' } : {};
    all.setEdge(nameOf(from), nameOf(to), size, String(index));
  }
  layout(all);
  return {
    ...(all.graph() as { width: number; height: number }),
    groups: [...titles].map(([name, title]) => ({ ...(all.node(name) as Rectangle), title })),
    boxes: groups.flatMap(boxesIn).map((box) => ({ ...(all.node(nameOf(box.id)) as Rectangle), box })),
    arrows: arrows.map((arrow, index) => placeArrow(all, arrow, String(index))),
  };
}

const nameOf = (id: string) => `box ${id}`;

/** Adds a group and all that is in it. One without a title only has its content. */
function addGroup(all: Layout, titles: Map<string, string>, group: Group, widthOf: WidthOf, parent?: string): void {
  const isDrawn = group.title !== '' && boxesIn(group).length > 0;
  const name = isDrawn ? `group ${titles.size}` : parent;
  if (isDrawn && name !== undefined) {
    titles.set(name, group.title);
    all.setNode(name, {});
    if (parent !== undefined) all.setParent(name, parent);
  }
  for (const { id, title, lines } of group.boxes) {
    const width = Math.max(widthOf(title, true), ...lines.map((line) => widthOf(line, false)));
    all.setNode(nameOf(id), { width: width + 2 * PADDING, height: (1 + lines.length) * LINE + 2 * PADDING });
    if (name !== undefined) all.setParent(nameOf(id), name);
  }
  for (const inner of group.groups) addGroup(all, titles, inner, widthOf, name);
}

function placeArrow(all: Layout, arrow: Arrow, name: string): PlacedArrow {
  const [start, end] = [nameOf(arrow.from), nameOf(arrow.to)];
  const [from, to] = [all.node(start) as Rectangle, all.node(end) as Rectangle];
  const { points, x, y } = all.edge(start, end, name) as never as Point & { readonly points: readonly Point[] };
  // Without a label, an arrow joins neighboring columns, so that nothing is in its way.
  const between = arrow.label === undefined ? [] : points.slice(1, -1);
  // From the right side to the left side, where dagre would meet the outline anywhere.
  const ends = [
    { x: from.x + from.width / 2, y: from.y },
    { x: to.x - to.width / 2, y: to.y },
  ] as const;
  return { arrow, points: [ends[0], ...between, ends[1]], label: { x, y } };
}
