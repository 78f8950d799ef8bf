/** Draws what the modules of a template become, from the resources that the expansion generates. */

import type { Template } from '../../macro/template/template.js';
import type { LocalExpansion } from '../template-file.js';
import { drawEnvironments, environmentArrows } from './environments.js';
import { type Arrow, type Box, boxesIn, type Graph, type Group } from './graph.js';
import { type GeneratedModule, modulesIn } from './module.js';
import { drawNetwork } from './network.js';
import { operationBoxes } from './operations.js';

export function draw(template: Template, expansion: LocalExpansion): Graph {
  const modules = modulesIn(template, expansion);
  const drawn = modules.map((module) => drawModule(module, modules, modules.length > 1));
  const groups = withoutRepeated(
    drawn.map(({ group }) => group),
    new Set(),
  );
  const arrows = drawn.flatMap((each) => each.arrows);
  const outside = { title: '', boxes: outsideBoxes(groups, arrows), groups: [] };
  return { groups: [outside, ...groups], arrows };
}

function drawModule(module: GeneratedModule, all: readonly GeneratedModule[], isNamed: boolean) {
  const network = drawNetwork(module, all);
  const condition = module.condition === undefined ? '' : ` if ${module.condition}`;
  const operations = { title: '', boxes: operationBoxes(module), groups: [] };
  const group: Group = {
    title: isNamed || condition !== '' ? `${module.name}${condition}` : '',
    boxes: [],
    groups: [...drawEnvironments(module), network.group, operations],
  };
  return { group, arrows: [...environmentArrows(module, all), ...network.arrows] };
}

/** What arrows name and no module has: who can connect, and environments elsewhere. */
function outsideBoxes(groups: readonly Group[], arrows: readonly Arrow[]): Box[] {
  const ids = new Set(groups.flatMap(boxesIn).map(({ id }) => id));
  const boxes = arrows.flatMap(({ from, to }): Box[] => [
    { id: from, kind: 'outside', title: from, lines: [] },
    { id: to, kind: 'environment', title: to, lines: [] },
  ]);
  return [...new Map(boxes.filter(({ id }) => !ids.has(id)).map((box) => [box.id, box])).values()];
}

/** The groups without boxes that were already seen: subnets that several environments use. */
function withoutRepeated(groups: readonly Group[], seen: Set<string>): Group[] {
  return groups.map((group) => ({
    title: group.title,
    boxes: group.boxes.filter(({ id }) => !seen.has(id) && seen.add(id)),
    groups: withoutRepeated(group.groups, seen),
  }));
}
