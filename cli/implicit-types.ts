/** Selects the warnings of values that YAML reads as something other than they appear: those that modules depend on. */

import { type Diagnostic, Diagnostics, formatPath } from '../macro/diagnostics/diagnostics.js';
import { lookUp, schemaAt } from '../macro/read/at.js';
import { type Found, findModules } from '../macro/read/find.js';
import { isNumber, unwrap } from '../macro/schema/inside.js';
import { longForm, longPath, module } from '../macro/schema/module.js';
import { isMapping, type Path } from '../macro/template/template.js';
import type { Place, Source } from './source.js';

/** The sections in which only modules matter. */
const OTHERS = ['Resources', 'Outputs', 'Globals', 'Metadata'];

/** The faults of a file without the warnings of implicit types that say nothing, or nothing new. */
export function withoutNeedless({ data, faults }: Source, found: readonly Diagnostic[]): (Diagnostic & Place)[] {
  const modules = isMapping(data) ? findModules(data, new Diagnostics()) : [];
  const moduleOf = (path: Path) => modules.find((each) => each.path.every((key, index) => path[index] === key));
  // The error already says how YAML reads a number.
  const numbers = new Set(found.filter(({ code }) => code === 'unquoted-number').map(({ path }) => formatPath(path)));
  return faults.flatMap(({ isNumber: isSame, ...fault }) => {
    if (fault.code !== 'implicit-type') return [fault];
    const inModule = moduleOf(fault.path);
    if ((!inModule && OTHERS.includes(String(fault.path[0]))) || numbers.has(formatPath(fault.path))) return [];
    return isSame && inModule && takesNumber(inModule, fault.path) ? [] : [fault];
  });
}

/** Whether the key at a path in a module takes a number. */
function takesNumber({ body, path: at }: Found, path: Path): boolean {
  if (!isMapping(body)) return false;
  const [long, place] = [longForm(body), longPath(body, path.slice(at.length))];
  const schema = schemaAt(module, place, long);
  return schema !== undefined && isNumber(unwrap(schema, lookUp(long, place)));
}
