import { didYouMean } from '../diagnostics/diagnostics.js';
import { isIntrinsic } from '../template/intrinsics.js';
import { isMapping, type Path, type PropertyTree } from '../template/template.js';
import { overridesOf } from './overrides.js';
import { eachModule, type Report, type Rule } from './rule.js';

export const unknownProperty: Rule = {
  code: 'unknown-property',
  severity: 'warning',
  description: 'An override of an unknown property.',
  check: eachModule((module, report, { specification }) => {
    for (const { over, resource, at } of overridesOf(module)) {
      const tree = specification?.[resource.type];
      if (tree) checkValue(over, tree, at, resource.type, report);
    }
  }),
};

function checkValue(value: unknown, tree: PropertyTree, path: Path, type: string, report: Report): void {
  // Entries of a list have the properties of the list. An empty tree is text, or a mapping that can have any key.
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, tree, [...path, index], type, report);
  }
  if (!isMapping(value) || isIntrinsic(value) || Object.keys(tree).length === 0) return;
  for (const [name, item] of Object.entries(value)) {
    const inner = Object.hasOwn(tree, name) ? tree[name] : undefined;
    if (inner) checkValue(item, inner, [...path, name], type, report);
    else report([...path, name], `${type} has no known property ${name} here`, didYouMean(name, Object.keys(tree)));
  }
}
