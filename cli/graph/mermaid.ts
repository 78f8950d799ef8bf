/**
 * Renders a picture as a Mermaid flowchart, which GitHub and GitLab show: https://mermaid.js.org/syntax/flowchart.html
 *
 * Boxes are named by their kind and a number, because a logical id can be a word that Mermaid reserves, such as `end`.
 */

import { type Box, type BoxKind, boxesIn, type Graph, type Group } from './graph.js';
import { STYLES } from './styles.js';

const SHAPES: Readonly<Record<BoxKind, readonly [string, string]>> = {
  schedule: ['([', '])'],
  job: ['(', ')'],
  queue: ['[[', ']]'],
  environment: ['[', ']'],
  network: ['(', ')'],
  outside: ['([', '])'],
  operation: ['(', ')'],
};

export function renderMermaid({ groups, arrows }: Graph): string {
  const names = new Names();
  const lines = groups.flatMap((group) => renderGroup(group, names, '  '));
  const links = arrows.map(({ from, to, label, kind }) => {
    const link = kind === 'hint' ? '~~~' : kind === 'ingress' ? '==>' : '-->';
    return `  ${names.of(from)} ${link}${label === undefined ? '' : `|"${label.map(escapeText).join('<br>')}"|`} ${names.of(to)}`;
  });
  const styles = Object.entries(STYLES).map(([kind, { fill, line }]) =>
    classOf(kind, `fill:${fill},stroke:${line},color:#1f2328`, names.all(kind)),
  );
  // Groups are transparent, so that their titles are legible on a light and on a dark page.
  const ofGroups = classOf('group', 'fill:none,stroke:#8c959f', names.all('group'));
  return `${['flowchart LR', ...lines, ...links, ...styles.flat(), ...ofGroups].join('\n')}\n`;
}

function classOf(kind: string, style: string, members: readonly string[]): string[] {
  return members.length > 0 ? [`  classDef ${kind}s ${style}`, `  class ${members.join(',')} ${kind}s`] : [];
}

/** Names of boxes and groups: their kind and a number. */
class Names {
  readonly #byId = new Map<string, string>();
  readonly #byKind = new Map<string, string[]>();

  add(kind: BoxKind | 'group', id = ''): string {
    const members = this.all(kind);
    const name = `${kind}${members.length + 1}`;
    this.#byKind.set(kind, [...members, name]);
    if (kind !== 'group') this.#byId.set(id, name);
    return name;
  }

  all(kind: string): readonly string[] {
    return this.#byKind.get(kind) ?? [];
  }

  of(id: string): string {
    return this.#byId.get(id) ?? '';
  }
}

function renderGroup(group: Group, names: Names, indent: string): string[] {
  const content = (inner: string) => [
    ...group.boxes.map((box) => inner + renderBox(box, names)),
    ...group.groups.flatMap((each) => renderGroup(each, names, inner)),
  ];
  if (group.title === '' || boxesIn(group).length === 0) return content(indent);
  const start = `${indent}subgraph ${names.add('group')}["${escapeText(group.title)}"]`;
  return [start, ...content(`${indent}  `), `${indent}end`];
}

function renderBox({ id, kind, title, lines }: Box, names: Names): string {
  const name = names.add(kind, id);
  const [open, close] = SHAPES[kind];
  return `${name}${open}"<b>${escapeText(title)}</b>${lines.map((line) => `<br>${escapeText(line)}`).join('')}"${close}`;
}

/**
 * Writes characters as codes that could mean something in Mermaid, Markdown or HTML, begin a link or an icon, or make a
 * word that Mermaid looks for in the whole text:
 * https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
function escapeText(text: string): string {
  return text.replace(SPECIAL, (character) => `#${character.codePointAt(0)};`);
}

const SPECIAL =
  /[^\w ,/.()!:{}+=?'$…-]|(?<=\$)\$|\$(?=\$)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\.|:(?=\/|fa-)|(?<=st)y(?=le)|(?<=class)D(?=ef)/gu;
