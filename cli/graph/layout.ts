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

const LINE = 18;
const PADDING = 12;

/** @param widthOf - the width of a text */
export function place({ groups, arrows }: Graph, widthOf: (text: string, isBold: boolean) => number): Placed {
  const all = new Layout({ compound: true, multigraph: true });
  all.setGraph({ rankdir: 'LR', nodesep: 26, ranksep: 44, marginx: 16, marginy: 16 });
  const titles = new Map<string, string>();
  const add = (group: Group, parent?: string) => {
    const isDrawn = group.title !== '' && boxesIn(group).length > 0;
    const id = isDrawn ? `group ${titles.size}` : parent;
    if (isDrawn && id !== undefined) {
      titles.set(id, group.title);
      all.setNode(id, {});
      if (parent !== undefined) all.setParent(id, parent);
    }
    for (const box of group.boxes) {
      const widths = [widthOf(box.title, true), ...box.lines.map((line) => widthOf(line, false))];
      const size = { width: Math.max(...widths) + 2 * PADDING, height: (1 + box.lines.length) * LINE + 2 * PADDING };
      all.setNode(`box ${box.id}`, size);
      if (id !== undefined) all.setParent(`box ${box.id}`, id);
    }
    for (const each of group.groups) add(each, id);
  };
  for (const group of groups) add(group);
  for (const [index, { from, to, label }] of arrows.entries()) {
    const size = label === undefined ? {} : { width: widthOf(label, false) + 8, height: LINE, labelpos: 'c' };
    all.setEdge(`box ${from}`, `box ${to}`, size, String(index));
  }
  layout(all);
  return {
    ...(all.graph() as { width: number; height: number }),
    groups: [...titles].map(([id, title]) => ({ ...(all.node(id) as Rectangle), title })),
    boxes: groups.flatMap(boxesIn).map((box) => ({ ...(all.node(`box ${box.id}`) as Rectangle), box })),
    arrows: arrows.map((arrow, index) => {
      const [from, to] = [arrow.from, arrow.to].map((id) => all.node(`box ${id}`) as Rectangle) as [
        Rectangle,
        Rectangle,
      ];
      const { points, x, y } = all.edge(`box ${arrow.from}`, `box ${arrow.to}`, String(index)) as never as Drawn;
      // From the right side to the left side, where dagre would meet the outline anywhere.
      const start = { x: from.x + from.width / 2, y: from.y };
      const end = { x: to.x - to.width / 2, y: to.y };
      // Without a label, an arrow joins neighboring columns, so that nothing is in its way.
      const between = arrow.label === undefined ? [] : points.slice(1, -1);
      return { arrow, points: [start, ...between, end], label: { x, y } };
    }),
  };
}

interface Drawn extends Point {
  readonly points: readonly Point[];
}
