import { show } from '../diagnostics/diagnostics.js';
import { isIntrinsic, isNoValue } from '../template/intrinsics.js';
import { isMapping, type Mapping, type Path } from '../template/template.js';
import { overridesOf } from './overrides.js';
import { eachModule, type Report, type Rule } from './rule.js';

export const ownedProperty: Rule = {
  code: 'owned-property',
  severity: 'error',
  description: 'An override of a property that cannot be overridden, or of a mapping that contains one.',
  check: eachModule((module, report) => {
    for (const { over, resource, at, value } of overridesOf(module)) {
      for (const [property, hint] of Object.entries(resource.owned)) {
        const names = property.split('.');
        // Without nodes, container-kinds refuses all of them.
        if (names[0] !== 'NodeProperties' || value['nodes'] !== undefined) checkProperty(over, names, hint, at, report);
      }
    }
  }),
};

/** Neither an owned property nor a mapping that contains one can be replaced as a whole or removed. */
function checkProperty(over: Mapping, names: readonly string[], hint: string, at: Path, report: Report): void {
  let inner: unknown = over;
  for (const [index, name] of names.entries()) {
    if (!isMapping(inner) || !Object.hasOwn(inner, name)) return;
    inner = inner[name];
    const path = [...at, ...names.slice(0, index + 1)];
    if (index === names.length - 1) report(path, `${names.join('.')} cannot be overridden`, hint);
    else if (!isMapping(inner) || isIntrinsic(inner)) {
      const what = inner === null || isNoValue(inner) ? 'removed' : 'replaced as a whole';
      report(path, `${name} cannot be ${what}; received ${show(inner)}`, 'Override the properties in it one by one.');
    }
  }
}
