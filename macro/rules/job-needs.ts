/** What a job needs of an instance, with the values that `overrides` put in place of others. */

import type { Definition } from '../read/module.js';
import { isPlainMapping } from '../template/intrinsics.js';
import type { Path } from '../template/template.js';
import { effective } from './capacity.js';

/** An amount, `undefined` if it is not known, and where it is written. */
export interface Need {
  readonly amount: number | undefined;
  readonly path: Path;
}

export type Needs = Readonly<Record<'vcpus' | 'memory' | 'gpus', Need>>;

const REQUIREMENTS = ['ContainerProperties', 'ResourceRequirements'];

/** What a job, or each of its nodes, needs. No GPUs are 0. */
export function needsOf({ path, value }: Definition): Needs {
  const { overrides } = value;
  const written = (key: keyof Needs): Need => ({ amount: numberIn(value[key] ?? 0), path: [...path, key] });
  const needs = { vcpus: written('vcpus'), memory: written('memory'), gpus: written('gpus') };
  if (!overrides) return needs;
  const list = effective({ value: [], path }, overrides, [...path, 'overrides'], REQUIREMENTS);
  const hidden = !Array.isArray(list.value) || !list.value.every(isRequirement) || HIDING.some(hides(overrides));
  const replaced = (type: string, need: Need): Need => {
    if (hidden) return { ...need, amount: undefined };
    const requirements = list.value as readonly { Type: string; Value: unknown }[];
    const index = requirements.findIndex(({ Type }) => Type === type);
    if (index === -1) return need;
    return { amount: numberIn(requirements[index]?.Value), path: [...list.path, index, 'Value'] };
  };
  return {
    vcpus: replaced('VCPU', needs.vcpus),
    memory: replaced('MEMORY', needs.memory),
    gpus: replaced('GPU', needs.gpus),
  };
}

const isRequirement = (item: unknown) => isPlainMapping(item) && typeof item['Type'] === 'string';

/** Properties that also say what a job needs. */
const HIDING = [
  ['EcsProperties', 'TaskProperties'],
  ['NodeProperties', 'NodeRangeProperties'],
  ['ContainerProperties', 'Vcpus'],
  ['ContainerProperties', 'Memory'],
];
const hides = (overrides: Parameters<typeof effective>[1]) => (properties: readonly string[]) =>
  effective({ value: undefined, path: [] }, overrides, [], properties).value !== undefined;

function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}
