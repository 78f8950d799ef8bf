/** Describes the exports of a module for people and tools: what docs/exports.md and `explain` say of a map. */

import { type Attribute, absentMaps, type ExportMap, exportMaps } from '../macro/link/export-maps.js';

/** One of Provose's maps as users read about it. */
export interface DescribedMap {
  /** `batch.aws_batch_job_queue.batch`. */
  readonly path: string;
  /** What its keys are, or why it does not exist. */
  readonly doc: string;
  /** How a template refers to an attribute; absent if the map does not exist. */
  readonly reference: string | undefined;
  /** How to get the resource that it describes, if a module does not always create that. */
  readonly madeBy: string | undefined;
  /** By name, in alphabetical order. */
  readonly attributes: readonly DescribedAttribute[];
}

export interface DescribedAttribute {
  readonly name: string;
  /** Where the value comes from. */
  readonly source: string;
}

const KEYS: Readonly<Record<NonNullable<ExportMap['keyedBy']>, string>> = {
  environments: 'Keyed by the names of environments.',
  queues: 'Keyed by the names of queues.',
  definitions: 'Keyed by the names of definitions.',
  subnets: 'Keyed by subnet number: 0 has the first eighth of the VPC’s addresses, which zone a gets.',
};

/** All maps: those that exist, and those of Provose that do not. */
export const describedMaps: readonly DescribedMap[] = [
  ...Object.entries(exportMaps).map(([path, { keyedBy, madeBy, attributes }]) => ({
    path,
    doc: keyedBy ? KEYS[keyedBy] : 'A single resource.',
    reference: `Provose.${path}${keyedBy ? '.NAME' : ''}.ATTRIBUTE`,
    madeBy,
    attributes: Object.entries(attributes)
      .map(([name, attribute]) => ({ name, source: sourceOf(attribute) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  })),
  ...Object.entries(absentMaps).map(([path, reason]) => ({
    path,
    doc: `Does not exist: ${reason}.`,
    reference: undefined,
    madeBy: undefined,
    attributes: [],
  })),
];

function sourceOf(attribute: Attribute): string {
  if (typeof attribute === 'function') return 'native';
  return 'runtime' in attribute ? 'read from AWS at deployment' : `none: ${attribute.nothing}`;
}
