/**
 * Turns the body of a module into a module that the other phases can rely on: the short form is expanded, functions are
 * evaluated where the value must be known, every key and value is checked, and defaults are filled in. Paths refer to
 * the result; `locate` translates them into paths in the source.
 */

import * as v from 'valibot';
import { Diagnostics, show } from '../diagnostics/diagnostics.js';
import { takesOf } from '../schema/inside.js';
import { longForm, longPath, module, RESERVED } from '../schema/module.js';
import { UNKNOWN_KEY } from '../schema/types.js';
import { isIntrinsic, type Takes } from '../template/intrinsics.js';
import { templateReferences } from '../template/references.js';
import { isMapping, type Mapping, type Path, section, type Template } from '../template/template.js';
import { lookUp, schemaAt } from './at.js';
import { type Evaluator, EXTENSIONS_FIRST, LOOP } from './evaluate.js';
import { explain } from './explain.js';
import type { Found } from './find.js';
import { atItsLevel, type Leveled } from './levels.js';
import { locate } from './locate.js';
import { type Placed, withoutMisplaced } from './misplaced.js';
import { definitionsOf, entries, type Module, queuesOf } from './module.js';
import { writtenBefore } from './moves.js';
import { pathOf, type Repaired, repaired } from './repair.js';
import { type Report, Resolver } from './resolve.js';
import { meantIn } from './unknown-key.js';

/**
 * Reads a module. If it has errors, they are reported, and it is repaired so that the rest of it can be checked.
 *
 * @param way - the number of the way to repair it, from 0
 */
export function readModule(
  found: Found,
  evaluator: Evaluator,
  diagnostics: Diagnostics,
  way = 0,
): (Module & Pick<Repaired, 'ways'>) | undefined {
  const { id, path, attributes } = found;
  if (!isMapping(found.body) || isIntrinsic(found.body)) {
    const isLoop = isMapping(found.body) && Object.keys(found.body).some((key) => key.startsWith(LOOP));
    const hint = isLoop ? EXTENSIONS_FIRST : 'Write compute environments under it, by name.';
    diagnostics.error('wrong-type', path, `expected a mapping; received ${show(found.body)}`, hint);
    return undefined;
  }
  const written = found.body;
  const long = longForm(written);
  const inBody = (place: Path) => locate(evaluator.template, [...path, ...place], evaluator);
  const attempt = ({ body: leveled, moves }: Leveled, into: Diagnostics) => {
    const ofLeveled = into.placedBy((place) => inBody(writtenBefore(moves, place)));
    const misplaced = withoutMisplaced(leveled, way, ofLeveled);
    const placed = { ...misplaced, writtenAt: (place: Path) => writtenBefore(moves, misplaced.writtenAt(place)) };
    return { placed, read: readBody(placed, path, Math.floor(way / (placed.ways || 1)), evaluator, into) };
  };
  const asWritten = new Diagnostics();
  const first = attempt({ body: long, moves: [] }, asWritten);
  // What is valid is at its level.
  const { placed, read } = asWritten.failed
    ? attempt(atItsLevel(long, diagnostics.placedBy(inBody)), diagnostics)
    : first;
  if (!read || placed.ways === 0) return undefined;
  const { body, ways } = read;
  // An unknown key can be meant as this one.
  const isMeant = Object.keys(long).some((key) => !RESERVED.includes(key));
  if (Object.keys(body.batch).length === 0 && !isMeant) {
    const hint = 'Add one: a name with instances and job_queues under it.';
    diagnostics.error('missing-key', inBody(['batch']), 'there is no compute environment', hint);
  }
  const environments = entries(body.batch, [...path, 'batch']);
  const { provose_config: config } = body;
  const queues = queuesOf(environments, config.name_prefix);
  return {
    ways: placed.ways * ways,
    id,
    path,
    writtenAt: (place) =>
      path.every((key, index) => place[index] === key)
        ? [...path, ...placed.writtenAt(place.slice(path.length))]
        : place,
    attributes,
    config,
    configPath: [...path, 'provose_config'],
    takesAt: takesIn(written, path, long),
    typeOf: (name) => typeIn(evaluator.template, name),
    propertiesOf: (name) => section(section(section(evaluator.template, 'Resources'), name), 'Properties'),
    isReferredTo: (attribute) =>
      templateReferences(evaluator.template).some((one) => one.name === id && one.attribute?.startsWith(attribute)),
    hasNoEcho: (name) => /^true$/i.test(String(section(section(evaluator.template, 'Parameters'), name)['NoEcho'])),
    region: evaluator.context.region,
    macroName: evaluator.context.macroName ?? 'ProvoseBatch',
    environments,
    queues,
    definitions: definitionsOf(environments, queues, config.name_prefix),
  };
}

/** The types of value that the language accepts at a path in the body of a module, as in the source. */
export const takesIn =
  (written: Mapping, at: Path, long = longForm(written)) =>
  (place: Path): Takes => {
    const schema = schemaAt(module, longPath(written, place.slice(at.length)), long);
    return schema ? takesOf(schema) : 'anything';
  };

/** The path in the source of a path in modules. */
export const placeIn =
  (modules: readonly Module[], evaluator: Evaluator, end?: 'function' | 'branch') => (path: Path) => {
    const written = modules.reduce((place, { writtenAt }) => writtenAt(place), path);
    return locate(evaluator.template, written, evaluator, end);
  };

function typeIn(template: Template, name: string): string | undefined {
  const { Type: type } = {
    ...section(section(template, 'Parameters'), name),
    ...section(section(template, 'Resources'), name),
  };
  return typeof type === 'string' ? type : undefined;
}

/** Whether an issue is about a name. */
const isOfName = ({ path, input, message }: v.BaseIssue<unknown>) =>
  path?.at(-1)?.origin === 'key' && input !== undefined && message !== UNKNOWN_KEY;

/** Validates a body. If it has errors, it is repaired; `undefined` if that is not possible. */
function readBody(
  { body, misplaced, writtenAt }: Placed,
  at: Path,
  way: number,
  evaluator: Evaluator,
  diagnostics: Diagnostics,
): Repaired | undefined {
  const unknowable: Path[] = [];
  const isUnknowable = (path: Path) => unknowable.some((above) => above.every((key, index) => path[index] === key));
  const placeOf = (path: Path) => locate(evaluator.template, [...at, ...writtenAt(path)], evaluator, 'branch');
  const report: Report = (path, { reason, hint }) => {
    unknowable.push(path);
    diagnostics.error('unknown-at-expansion', placeOf(path), `must be known: ${reason}`, hint);
  };
  const resolved = new Resolver(evaluator, report).resolve(module, body, []);
  const result = v.safeParse(module, resolved);
  const unknown = (result.issues ?? []).filter(({ message }) => message === UNKNOWN_KEY).map(pathOf);
  const meant = new Set(unknown.map((path) => String(meantIn(module, path, resolved))));
  // A key that stands next to the mapping that it belongs to, or to that of its entry, or is meant by an unknown one, is
  // not missing as well.
  const above = new Set(unknown.map(String));
  const isWritten = (path: Path) =>
    meant.has(String(path)) || [-2, -3].some((end) => above.has(String([...path.slice(0, end), path.at(-1)])));
  const misnamed = new Set((result.issues ?? []).filter(isOfName).map((issue) => String(pathOf(issue))));
  for (const issue of result.issues ?? []) {
    const path = pathOf(issue);
    if (isUnknowable(path)) continue;
    const { code, path: place, message, hint } = explain(issue, path, module, resolved);
    // Keys of environments and settings have at most three levels.
    const isElsewhere = path.length <= 3 && misplaced.has(String(path.at(-1)));
    if (code === 'missing-key' && (isElsewhere || isWritten(path))) continue;
    // With another name, another value is right.
    const written = placeOf(place);
    if (code === 'wrong-type' && misnamed.has(String(path))) continue;
    const original = lookUp(evaluator.template, written);
    const source =
      isIntrinsic(original) && !isIntrinsic(issue.input) && code !== 'unknown-key'
        ? `, the value of ${show(original)}`
        : '';
    diagnostics.error(code, written, message + source, hint);
  }
  if (result.success && unknowable.length === 0) return { body: result.output, ways: 1 };
  const faults = [
    ...unknowable.map((path) => ({ path })),
    ...(result.issues ?? []).map((issue) => ({ path: pathOf(issue), issue })).filter(({ path }) => !isUnknowable(path)),
  ];
  return repaired(resolved, faults, way);
}
