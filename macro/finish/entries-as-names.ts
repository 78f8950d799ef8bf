/**
 * Checks that resources and outputs outside of modules do not name entries of modules, such as a queue, as if they were
 * resources. The macro omits this because of its size: CloudFormation checks it afterwards.
 */

import type { Diagnostics } from '../diagnostics/diagnostics.js';
import { EXPORTED } from '../read/exported.js';
import { type Reference, templateReferences } from '../template/references.js';
import { isSubName } from '../template/substitute.js';
import { section, type Template } from '../template/template.js';
import type { Result } from './check.js';

/** The maps of the exports of what entries become. */
const MAPS: Readonly<Record<string, string>> = {
  'AWS::Batch::ComputeEnvironment': EXPORTED.environments,
  'AWS::Batch::JobQueue': EXPORTED.queues,
  'AWS::Batch::JobDefinition': EXPORTED.definitions,
};

/** Reports references to the keys of entries, with what to write instead. */
export function checkEntriesAsNames(result: Result, diagnostics: Diagnostics): void {
  const { input, modules, emitted, context } = result;
  const ids = new Set(modules.map(({ id }) => id));
  const own = Object.entries(section(input, 'Resources')).filter(([id]) => !ids.has(id));
  const outside: Template = { Resources: Object.fromEntries(own), Outputs: section(input, 'Outputs') };
  const severity = context.isComplete ? 'error' : 'warning';
  for (const { kind, name, path, inSub } of templateReferences(outside).filter((each) => isDangling(each, result))) {
    const entry = emitted.find(({ path: at, resource: { Type } }) => at.at(-1) === name && Object.hasOwn(MAPS, Type));
    const module = entry && modules.find((each) => each.path.every((key, index) => entry.path[index] === key));
    if (!module) continue;
    const message = `unresolved ${kind}: ${name} is an entry of ${module.id}, not the name of a resource`;
    const value = `${module.id}.${MAPS[entry.resource.Type]}.${name}.arn`;
    const whole = `DependsOn: ${module.id}, which waits for the whole module.`;
    const instead = inSub === undefined ? `!GetAtt ${value}` : `\${${value}}`;
    const hint = `Write ${kind === 'DependsOn' ? whole : instead}`;
    diagnostics[severity]('unresolved-reference', path, message, hint);
  }
}

const isDangling = ({ kind, name, inSub }: Reference, { output, context }: Result) =>
  (kind === 'Ref' || kind === 'GetAtt' || kind === 'DependsOn') &&
  (inSub === undefined || isSubName(inSub)) &&
  ![section(output, 'Resources'), section(output, 'Parameters')].some((names) => Object.hasOwn(names, name)) &&
  !context.canBeAdded?.(name);
