/**
 * Checks values of overrides that AWS refuses together, on the merged result. The macro omits this because of its size: AWS
 * checks them at deployment, or starts no job.
 */

import { type Diagnostics, didYouMean, show } from '../diagnostics/diagnostics.js';
import { canBeNothing, isDynamic, isPlainMapping, isRemoved } from '../template/intrinsics.js';
import { type Mapping, type Path, section, textOf } from '../template/template.js';
import type { Overridden } from './overridden.js';

const CODE = 'values-together';

/** Reports values that cannot be combined. */
export function checkTogether(overridden: readonly Overridden[], diagnostics: Diagnostics): void {
  for (const { over, properties, resource, at } of overridden) {
    if (resource.type === 'AWS::Batch::ComputeEnvironment')
      checkResources(section(over, 'ComputeResources'), section(properties, 'ComputeResources'), at, diagnostics);
    if (resource.type !== 'AWS::Batch::JobDefinition') continue;
    const ranges = section(over, 'NodeProperties')['NodeRangeProperties'];
    if (Array.isArray(ranges)) checkRanges(ranges, section(properties, 'NodeProperties'), at, diagnostics);
    const tasks = section(over, 'EcsProperties')['TaskProperties'];
    for (const [index, task] of Array.isArray(tasks) ? tasks.entries() : []) {
      const { Containers: containers } = isPlainMapping(task) ? task : {};
      const path = [...at, 'EcsProperties', 'TaskProperties', index, 'Containers'];
      if (Array.isArray(containers) && containers.every(isPlainMapping)) checkContainers(containers, path, diagnostics);
    }
  }
}

function checkResources(over: Mapping, merged: Mapping, at: Path, diagnostics: Diagnostics): void {
  const template = section(merged, 'LaunchTemplate');
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_LaunchTemplateSpecification.html
  const both = ['LaunchTemplateId', 'LaunchTemplateName'].filter(
    (name) => template[name] !== undefined && !isRemoved(template, name) && !canBeNothing(template[name]),
  );
  if (isPlainMapping(over['LaunchTemplate']) && both.length > 1) {
    const path = [...at, 'ComputeResources', 'LaunchTemplate'];
    diagnostics.error(CODE, path, `${both.join(' and ')} cannot be combined`, 'Set one of them to null.');
  }
  const { DesiredvCpus: desired } = over;
  const { MaxvCpus: most } = merged;
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResourceUpdate.html
  if (!isNumber(desired) || !isNumber(most) || Number(desired) <= Number(most)) return;
  const message = `DesiredvCpus (${desired}) exceeds MaxvCpus (${most})`;
  diagnostics.error(CODE, [...at, 'ComputeResources', 'DesiredvCpus'], message, 'Remove DesiredvCpus.');
}

const isNumber = (value: unknown) => /^\d+$/.test(textOf(value));

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_NodeRangeProperty.html */
function checkRanges(
  ranges: readonly unknown[],
  { NumNodes: count }: Mapping,
  at: Path,
  diagnostics: Diagnostics,
): void {
  const written = ranges.map((range) => (isPlainMapping(range) ? textOf(range['TargetNodes']) : ''));
  const bounds = written.map((text) => /^(\d*):(\d*)$/.exec(text));
  if (typeof count !== 'number' || bounds.length === 0 || !bounds.every((each) => each !== null)) return;
  let next = 0;
  const sorted = bounds.map(([, first, last]) => [Number(first), last === '' ? count - 1 : Number(last)] as const);
  for (const [first, last] of sorted.sort(([one], [other]) => one - other)) {
    if (first <= next) next = Math.max(next, last + 1);
  }
  if (next >= count) return;
  const message = `no range has node ${next} of the ${count} nodes; received ${written.join(' and ')}`;
  const hint = `Let the ranges cover all nodes, from 0 to ${count - 1}.`;
  diagnostics.error(CODE, [...at, 'NodeProperties', 'NodeRangeProperties'], message, hint);
}

/** The containers of a task: https://docs.aws.amazon.com/batch/latest/APIReference/API_TaskContainerProperties.html */
function checkContainers(containers: readonly Mapping[], path: Path, diagnostics: Diagnostics): void {
  if (containers.length > 0 && containers.every(({ Essential: essential }) => textOf(essential) === 'false'))
    diagnostics.error(CODE, path, 'no container is essential, and AWS requires one', 'Remove Essential of one.');
  const names = containers.map(({ Name: name }) => name);
  if (!names.every((name) => typeof name === 'string' && !isDynamic(name))) return;
  for (const [index, { Name: own, DependsOn: list }] of containers.entries()) {
    for (const [place, item] of Array.isArray(list) ? list.entries() : []) {
      const { ContainerName: name } = isPlainMapping(item) ? item : {};
      if (typeof name !== 'string' || isDynamic(name) || (name !== own && names.includes(name))) continue;
      const at = [...path, index, 'DependsOn', place, 'ContainerName'];
      const others = (names as string[]).filter((other) => other !== own);
      const message = name === own ? `${show(own)} depends on itself` : `no container is called ${show(name)}`;
      diagnostics.warning(CODE, at, message, name === own ? 'Remove it.' : didYouMean(name, others));
    }
  }
}
