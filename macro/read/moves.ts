/** Values of a body that are moved to where they belong, and how to find where they were written. */

import type { Mapping, Path } from '../template/template.js';

/** A value that is put at another place, or removed. */
export interface Move {
  readonly from: Path;
  readonly to: Path | undefined;
}

type Container = Record<string, unknown>;

/** A copy of a body with values moved. Mappings above their new places are made where there are none. */
export function moved(body: Mapping, moves: readonly Move[]): Mapping {
  const copy = structuredClone(body) as Container;
  for (const { from, to } of moves) {
    const [parent, key] = [inside(copy, from.slice(0, -1)), String(from.at(-1))];
    const value = parent[key];
    delete parent[key];
    if (to) inside(copy, to.slice(0, -1))[String(to.at(-1))] = value;
  }
  return copy;
}

function inside(body: Container, path: Path): Container {
  return path.reduce<Container>((parent, key) => {
    parent[key] ??= {};
    return parent[key] as Container;
  }, body);
}

/** The path at which a value was written that is at a path after moves. */
export function writtenBefore(moves: readonly Move[], path: Path): Path {
  return moves.reduceRight<Path>(
    (place, { from, to }) =>
      to?.every((key, index) => place[index] === key) ? [...from, ...place.slice(to.length)] : place,
    path,
  );
}
