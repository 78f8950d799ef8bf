/** The picture of a template as data: boxes inside groups, and arrows between boxes. It knows no format and no AWS. */

/** What a box stands for, which decides its color and its shape. */
export type BoxKind = 'schedule' | 'job' | 'queue' | 'environment' | 'network' | 'outside' | 'operation';

export interface Box {
  /** Any text that is unique in the picture. */
  readonly id: string;
  readonly kind: BoxKind;
  readonly title: string;
  readonly lines: readonly string[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** The lines of the text on it. */
  readonly label?: readonly string[];
  /** `ingress` is a way in from outside; `hint` only places its ends side by side, and is not visible. */
  readonly kind?: 'ingress' | 'hint';
}

/** Boxes that belong together. Of one without a title, only the content is drawn. */
export interface Group {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly groups: readonly Group[];
}

export interface Graph {
  readonly groups: readonly Group[];
  readonly arrows: readonly Arrow[];
}

/** All boxes in a group, at any depth. */
export const boxesIn = (group: Group): Box[] => [...group.boxes, ...group.groups.flatMap(boxesIn)];
