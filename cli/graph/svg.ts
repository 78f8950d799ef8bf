/** Renders a picture as SVG, without a browser: in fonts that every system has, and with text that stays text. */

import type { Box, Graph } from './graph.js';
import { LINE, type PlacedArrow, type Point, place, type Rectangle } from './layout.js';
import { STYLES } from './styles.js';

const FONT = 'Helvetica, Arial, Liberation Sans, sans-serif';
const SIZE = 13;
const INK = '#1f2328';
const GRAY = '#6e7781';
/** The room for the title of a group, above its boxes. */
const TITLE = 14;

export function renderSvg(graph: Graph): string {
  const { width, height, groups, boxes, arrows } = place(graph, widthOf);
  const [w, h] = [Math.ceil(width), Math.ceil(height + TITLE)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${w}" height="${h}" viewBox="0 -${TITLE} ${w} ${h}"` +
      ` font-family="${FONT}" font-size="${SIZE}" fill="${INK}">`,
    ...['normal', 'ingress'].map(marker),
    `<rect y="-${TITLE}" width="${w}" height="${h}" rx="8" fill="#ffffff"/>`,
    ...groups.map(renderGroup),
    ...arrows.filter(({ arrow }) => arrow.kind !== 'hint').map(renderArrow),
    ...boxes.map(renderBox),
    '</svg>',
    '',
  ].join('\n');
}

const colorOf = (kind: string) => (kind === 'ingress' ? STYLES.outside.line : GRAY);

const marker = (kind: string) =>
  `<marker id="${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"` +
  ` markerUnits="userSpaceOnUse"><path d="M0 0 8 4 0 8z" fill="${colorOf(kind)}"/></marker>`;

function renderGroup(group: Rectangle & { readonly title: string }): string {
  const { x, y, width, height } = { ...group, y: group.y - TITLE / 2, height: group.height + TITLE };
  const title = `<text x="${n(x - width / 2 + 10)}" y="${n(y - height / 2 + 17)}" fill="${GRAY}">${xml(group.title)}</text>`;
  return `<g><rect ${corners({ x, y, width, height })} rx="8" fill="#f6f8fa" stroke="#d0d7de"/>${title}</g>`;
}

function renderBox({ box, ...at }: Rectangle & { readonly box: Box }): string {
  const { fill, line } = STYLES[box.kind];
  const [x, first] = [n(at.x), at.y - (box.lines.length * LINE) / 2 + SIZE / 3];
  const texts = box.lines.map(
    (text, index) => `<text x="${x}" y="${n(first + LINE * (index + 1))}">${xml(text)}</text>`,
  );
  const title = `<text x="${x}" y="${n(first)}" font-weight="bold">${xml(box.title)}</text>`;
  const radius = box.kind === 'schedule' || box.kind === 'outside' ? 16 : 6;
  const rectangle = `<rect ${corners(at)} rx="${radius}" fill="${fill}" stroke="${line}"/>`;
  return `<g text-anchor="middle">${rectangle}${title}${texts.join('')}</g>`;
}

function renderArrow({ arrow, points, label: at }: PlacedArrow): string {
  const { label } = arrow;
  const kind = arrow.kind ?? 'normal';
  const path = `<path d="${curve(points)}" fill="none" stroke="${colorOf(kind)}" stroke-width="1.4" marker-end="url(#${kind})"/>`;
  if (label === undefined) return path;
  const width = Math.max(...label.map((line) => widthOf(line, false))) + 4;
  const ground = corners({ ...at, width, height: label.length * LINE - 2 });
  const first = at.y + 4 - ((label.length - 1) * LINE) / 2;
  const texts = label.map((line, index) => `<text x="${n(at.x)}" y="${n(first + LINE * index)}">${xml(line)}</text>`);
  return `${path}<rect ${ground} fill="#ffffff"/><g text-anchor="middle" font-size="12">${texts.join('')}</g>`;
}

/** A line through all points, which is horizontal at each of them. */
function curve([first, ...others]: readonly Point[]): string {
  if (!first) return '';
  let before = first;
  const parts = others.map((point) => {
    const middle = n((before.x + point.x) / 2);
    const part = `C${middle} ${n(before.y)} ${middle} ${n(point.y)} ${n(point.x)} ${n(point.y)}`;
    before = point;
    return part;
  });
  return `M${n(first.x)} ${n(first.y)}${parts.join('')}`;
}

const corners = ({ x, y, width, height }: Rectangle) =>
  `x="${n(x - width / 2)}" y="${n(y - height / 2)}" width="${n(width)}" height="${n(height)}"`;

/** A number with one decimal, so that small differences between systems do not show. */
const n = (value: number) => String(Math.round(value * 10) / 10);

/** The widths of letters in Helvetica, approximately and in em. All others have about 0.56. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;|!'()[\]{}ftr /-]/, 0.33],
  [/[mwMW@…%]|[^\x20-\x7e]/, 1],
  [/[A-Z_&+=<>~]/, 0.7],
];

function widthOf(text: string, isBold: boolean): number {
  const widths = [...text].map((letter) => WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? 0.56);
  return widths.reduce((sum, each) => sum + each, 0) * SIZE * (isBold ? 1.08 : 1);
}

/** Text in XML, which cannot contain control characters, not even as references: https://www.w3.org/TR/xml/#charsets */
function xml(text: string): string {
  const allowed = text.replace(/[^\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
  return allowed.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
