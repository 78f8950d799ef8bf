/** Draws what the modules of a template become, from the resources that the expansion generates. */

import type { Template } from '../../macro/template/template.js';
import type { LocalExpansion } from '../template-file.js';
import { drawEnvironments, drawSubmissions } from './environments.js';
import type { Graph, Group } from './graph.js';
import { type GeneratedModule, modulesIn } from './module.js';
import { drawNetwork } from './network.js';
import { operationBoxes } from './operations.js';

export function draw(template: Template, expansion: LocalExpansion): Graph {
  const modules = modulesIn(template, expansion);
  const drawn = modules.map((module) => drawModule(module, modules, modules.length > 1));
  const outside = { title: '', boxes: drawn.flatMap((each) => each.outside), groups: [] };
  const groups = [outside, ...drawn.map(({ group }) => group)];
  return { groups: withoutRepeated(groups, new Set()), arrows: drawn.flatMap(({ arrows }) => arrows) };
}

function drawModule(module: GeneratedModule, all: readonly GeneratedModule[], isNamed: boolean) {
  const network = drawNetwork(module, all);
  const submissions = drawSubmissions(module, all);
  const condition = module.condition === undefined ? '' : ` if ${module.condition}`;
  const operations = { title: '', boxes: operationBoxes(module), groups: [] };
  const group: Group = {
    title: isNamed || condition !== '' ? `${module.name}${condition}` : '',
    boxes: [],
    groups: [...drawEnvironments(module), ...network.groups, operations],
  };
  return {
    group,
    outside: [...network.outside, ...submissions.outside],
    arrows: [...submissions.arrows, ...network.arrows],
  };
}

/** The groups without boxes that were already seen, such as subnets that several environments use. */
function withoutRepeated(groups: readonly Group[], seen: Set<string>): Group[] {
  return groups.map((group) => ({
    title: group.title,
    boxes: group.boxes.filter(({ id }) => !seen.has(id) && seen.add(id)),
    groups: withoutRepeated(group.groups, seen),
  }));
}
