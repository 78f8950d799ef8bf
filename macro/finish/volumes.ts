/**
 * Checks that the mount points of a container name its volumes, where overrides set either of them. Amazon ECS registers
 * no task with a mount point of an unknown volume:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */

import { type Diagnostics, didYouMean, show } from '../diagnostics/diagnostics.js';
import { isDynamic, isPlainMapping } from '../template/intrinsics.js';
import { type Mapping, type Path, section } from '../template/template.js';
import type { Overridden } from './overridden.js';

/** Reports mount points of unknown volumes. */
export function checkVolumes(overridden: readonly Overridden[], diagnostics: Diagnostics): void {
  for (const { over, properties, resource, at } of overridden) {
    if (resource.type !== 'AWS::Batch::JobDefinition') continue;
    for (const container of containersIn(over, properties, at)) check(container, diagnostics);
  }
}

/** A container, or a task for one of its containers. */
interface Container {
  /** The overrides, and what they become. */
  readonly over: Mapping;
  readonly merged: Mapping;
  readonly path: Path;
  /** What the mount points belong to. */
  readonly points: { readonly merged: Mapping; readonly path: Path };
}

/** The containers that overrides have a part in. In lists, they are wholly those of the overrides. */
function containersIn(over: Mapping, properties: Mapping, at: Path): Container[] {
  const merged = section(properties, 'ContainerProperties');
  const path = [...at, 'ContainerProperties'];
  const ranges = listIn(section(over, 'NodeProperties'), 'NodeRangeProperties', [...at, 'NodeProperties']);
  return [
    { over: section(over, 'ContainerProperties'), merged, path, points: { merged, path } },
    ...inTasks(section(over, 'EcsProperties'), [...at, 'EcsProperties']),
    ...ranges.flatMap((range) => {
      const container = { merged: section(range.merged, 'Container'), path: [...range.path, 'Container'] };
      const inRange = [...range.path, 'EcsProperties'];
      return [whole(container, container), ...inTasks(section(range.merged, 'EcsProperties'), inRange)];
    }),
  ];
}

const inTasks = (properties: Mapping, at: Path): Container[] =>
  listIn(properties, 'TaskProperties', at).flatMap((task) =>
    listIn(task.merged, 'Containers', task.path).map((container) => whole(task, container)),
  );

const whole = (task: Container['points'], points: Container['points']): Container => ({
  over: { ...task.merged, ...points.merged },
  ...task,
  points,
});

/** The mappings of a list, with their places. */
const listIn = (mapping: Mapping, name: string, at: Path): Container['points'][] =>
  itemsOf(mapping[name]).flatMap((merged, index) =>
    isPlainMapping(merged) ? [{ merged, path: [...at, name, index] }] : [],
  );

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function check({ over, merged, path, points }: Container, diagnostics: Diagnostics): void {
  const names = namesOf(merged['Volumes']);
  if (!names || !(Object.hasOwn(over, 'Volumes') || Object.hasOwn(over, 'MountPoints'))) return;
  for (const [index, point] of itemsOf(points.merged['MountPoints']).entries()) {
    const name = isPlainMapping(point) ? point['SourceVolume'] : undefined;
    if (typeof name !== 'string' || isDynamic(name) || names.includes(name)) continue;
    const isOwn = Object.hasOwn(over, 'MountPoints');
    const place = isOwn ? [...points.path, 'MountPoints', index, 'SourceVolume'] : [...path, 'Volumes'];
    const message = `no volume is called ${show(name)}, which a mount point names`;
    const hint = isOwn ? didYouMean(name, names) : 'Override MountPoints as well, or add the volume.';
    diagnostics.warning('unknown-volume', place, message, names.length === 0 ? 'Add it to Volumes.' : hint);
  }
}

/** `undefined` if not all of them are known. */
function namesOf(volumes: unknown): string[] | undefined {
  if (volumes !== undefined && !Array.isArray(volumes)) return undefined;
  const names = itemsOf(volumes).map((volume) => (isPlainMapping(volume) ? volume['Name'] : undefined));
  return names.every((name) => typeof name === 'string' && !isDynamic(name)) ? (names as string[]) : undefined;
}
