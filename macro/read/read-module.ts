/**
 * Turns the body of a module into a module that the other phases can rely on: the short form is expanded, functions are
 * evaluated where the value must be known, every key and value is checked, and defaults are filled in. Paths refer to
 * the result; `locate` translates them into paths in the source.
 */

import * as v from 'valibot';
import { type Diagnostics, show } from '../diagnostics/diagnostics.js';
import { acceptsIntrinsics, step, takesOf, unwrap } from '../schema/field.js';
import { longForm, longPath, module } from '../schema/module.js';
import { canBeNothing, eachBranch, ifOf, isIntrinsic, isNoValue, ref } from '../template/intrinsics.js';
import { isMapping, type Path } from '../template/template.js';
import { type Evaluator, EXTENSIONS_FIRST, LOOP, Unknowable } from './evaluate.js';
import { explain, lookUp, schemaAt } from './explain.js';
import type { Found } from './find.js';
import { locate } from './locate.js';
import { type Placed, withoutMisplaced } from './misplaced.js';
import { entries, type Module, members } from './module.js';

export function readModule(found: Found, evaluator: Evaluator, diagnostics: Diagnostics): Module | undefined {
  const { id, path, attributes } = found;
  if (!isMapping(found.body) || isIntrinsic(found.body)) {
    const isLoop = isMapping(found.body) && Object.keys(found.body).some((key) => key.startsWith(LOOP));
    const hint = isLoop ? EXTENSIONS_FIRST : 'Write compute environments under it, by name.';
    diagnostics.error('wrong-type', path, `expected a mapping; received ${show(found.body)}`, hint);
    return undefined;
  }
  const written = found.body;
  const long = longForm(written);
  const inBody = diagnostics.placedBy((place) => locate(evaluator.template, [...path, ...place], evaluator));
  const placed = withoutMisplaced(long, inBody);
  const read = readBody(placed, path, evaluator, diagnostics);
  if (!read) return undefined;
  if (Object.keys(read.batch).length === 0 && placed.misplaced.size === 0) {
    const hint = 'Add one: a name with instances and job_queues under it.';
    inBody.error('missing-key', ['batch'], 'there is no compute environment', hint);
  }
  const environments = entries(read.batch, [...path, 'batch']);
  const { provose_config: config } = read;
  return {
    id,
    path,
    attributes,
    config,
    configPath: [...path, 'provose_config'],
    takesAt: (place) => {
      const schema = schemaAt(module, longPath(written, place.slice(path.length)), long);
      return schema ? takesOf(schema) : 'anything';
    },
    region: evaluator.context.region,
    macroName: evaluator.context.macroName ?? 'ProvoseBatch',
    environments,
    queues: members(environments, 'job_queues', (of) => of.job_queues, config.name_prefix),
    definitions: members(environments, 'job_definitions', (of) => of.job_definitions, config.name_prefix),
  };
}

/** Validates a body; `undefined` if it has any error. */
function readBody(
  { body, misplaced }: Placed,
  at: Path,
  evaluator: Evaluator,
  diagnostics: Diagnostics,
): v.InferOutput<typeof module> | undefined {
  const unknowable: Path[] = [];
  const placeOf = (path: Path) => locate(evaluator.template, [...at, ...path], evaluator, 'branch');
  const report = (path: Path, { reason, hint }: Unknowable) => {
    unknowable.push(path);
    diagnostics.error('unknown-at-expansion', placeOf(path), `must be known: ${reason}`, hint);
  };
  const resolved = resolve(module, body, [], evaluator, report);
  const result = v.safeParse(module, resolved);
  for (const issue of result.issues ?? []) {
    const path = (issue.path ?? []).map((item) => item.key as string | number);
    if (unknowable.some((above) => above.every((key, index) => path[index] === key))) continue;
    const { code, path: place, message, hint } = explain(issue, path, module, resolved);
    if (code === 'missing-key' && misplaced.has(String(path.at(-1)))) continue;
    const written = placeOf(place);
    const original = lookUp(evaluator.template, written);
    const source = isIntrinsic(original) && !isIntrinsic(issue.input) ? `, the value of ${show(original)}` : '';
    diagnostics.error(code, written, message + source, hint);
  }
  return result.success && unknowable.length === 0 ? result.output : undefined;
}

/**
 * Evaluates the intrinsic functions in places where the language accepts none, and removes `AWS::NoValue`. Functions
 * that cannot be evaluated are passed to `report` and stay unchanged.
 *
 * @param isNeeded - whether it must be known that there is a value, as for a required key
 */
function resolve(
  schema: v.GenericSchema,
  value: unknown,
  path: Path,
  evaluator: Evaluator,
  report: (path: Path, why: Unknowable) => void,
  isNeeded = false,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const type = unwrap(schema, value);
  if (type.type === 'any') return value;
  if (isIntrinsic(value)) {
    if (isNoValue(value)) return undefined;
    const branches = isNeeded && canBeNothing(value) ? ifOf(value) : undefined;
    if (branches) {
      const branch = evaluator.branchOf(value);
      if (!(branch instanceof Unknowable)) return resolve(schema, branches[branch], path, evaluator, report, isNeeded);
      report(path, new Unknowable(`the value can be AWS::NoValue, and ${branch.reason}`, branch.hint));
      return value;
    }
    if (acceptsIntrinsics(schema, value) && !choosesMappings(value)) return orDefault(value, schema);
    const known = evaluator.evaluate(value);
    if (!(known instanceof Unknowable))
      return isIntrinsic(known) ? known : resolve(schema, known, path, evaluator, report);
    report(path, known);
    return value;
  }
  // A function instead of the whole list would be accepted only if its length need not be known.
  const isKnownList = Array.isArray(value) && !acceptsIntrinsics(schema, ref(''));
  const inside = (key: string | number, item: unknown) => {
    const inner = typeof item === 'object' ? step(type, key, value) : undefined;
    if (!inner) return item;
    const isRequired = type.type === 'object' && inner.type !== 'optional';
    return resolve(inner, item, [...path, key], evaluator, report, isKnownList || isRequired);
  };
  if (Array.isArray(value)) return value.map((item, index) => inside(index, item)).filter((item) => item !== undefined);
  const entries = Object.entries(value);
  const resolved = entries.map(([key, item]) => [key, inside(key, item)] as const);
  if (resolved.every(([, item], index) => item === entries[index]?.[1])) return value;
  return Object.fromEntries(resolved.filter(([, item]) => item !== undefined));
}

/** The value, with the default of its key in branches that are `AWS::NoValue`. */
function orDefault(value: unknown, schema: v.GenericSchema): unknown {
  const { default: fallback } = schema as { default?: unknown };
  if (fallback === undefined) return value;
  return eachBranch(value, (branch) => (isNoValue(branch) ? fallback : branch));
}

/** Whether an `Fn::If` can result in a mapping of the language, which CloudFormation does not know. */
function choosesMappings(value: unknown): boolean {
  const branches = isIntrinsic(value) ? value['Fn::If'] : undefined;
  if (!Array.isArray(branches)) return false;
  return branches.some((branch) => (isMapping(branch) && !isIntrinsic(branch)) || choosesMappings(branch));
}
