/**
 * From a module's body, as its author wrote it, to a module that the rest of the expansion can rely on: the short
 * form made long, what must be known worked out, every key and value checked, defaults in their places. Every fault
 * is reported at the place where the author wrote it.
 */

import * as v from 'valibot';
import { type Diagnostics, show } from '../diagnostics/diagnostics.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import { acceptsIntrinsics, step, takesOf } from '../schema/field.js';
import { isEnvironment, longForm, module, RESERVED } from '../schema/module.js';
import { ifOf, isIntrinsic, isNoValue } from '../template/intrinsics.js';
import { isMapping, type Mapping, type Path } from '../template/template.js';
import { type Evaluator, Unknowable } from './evaluate.js';
import { explain, lookUp, schemaAt } from './explain.js';
import type { Found } from './find.js';
import { locate } from './locate.js';
import { entries, type Module, members } from './module.js';

export function readModule(found: Found, evaluator: Evaluator, diagnostics: Diagnostics): Module | undefined {
  const { id, path, attributes } = found;
  if (!isMapping(found.body) || isIntrinsic(found.body)) {
    const hint = 'Write compute environments under it, by name.';
    diagnostics.error('wrong-type', path, `expected a mapping; received ${show(found.body)}`, hint);
    return undefined;
  }
  const { body, placeOf, longPathOf } = longForm(found.body);
  const at = (place: Path) => [...path, ...placeOf(place)];
  const batch = withoutMisplaced(body['batch'], at(['batch']), diagnostics);
  const read = readBody({ ...body, batch }, at, evaluator, diagnostics);
  if (!read) return undefined;
  if (Object.keys(read.batch).length === 0 && batch === body['batch']) {
    const hint = 'Add one: a name with instances and job_queues under it.';
    diagnostics.error('missing-key', at(['batch']), 'there is no compute environment', hint);
  }
  const environments = entries(read.batch, at(['batch']));
  const { provose_config: config } = read;
  return {
    id,
    path,
    attributes,
    config,
    configPath: at(['provose_config']),
    takesAt: (place) => {
      const schema = schemaAt(module, longPathOf(place.slice(path.length)), body);
      return schema ? takesOf(schema) : 'anything';
    },
    region: evaluator.context.region,
    macroName: evaluator.context.macroName ?? 'ProvoseBatch',
    environments,
    queues: members(environments, 'job_queues', (of) => of.job_queues, config.name_prefix),
    definitions: members(environments, 'job_definitions', (of) => of.job_definitions, config.name_prefix),
  };
}

/** The compute environments without keys that stand one level too high or too low, which are reported. */
function withoutMisplaced(written: unknown, path: Path, diagnostics: Diagnostics): unknown {
  if (!isMapping(written) || isIntrinsic(written)) return written;
  const isKey = (key: string) => Object.hasOwn(computeEnvironment.entries, key) && !isEnvironment(written[key]);
  const keys = Object.keys(written).filter(isKey);
  const reserved = Object.keys(written).filter((key) => RESERVED.includes(key));
  if (keys[0] !== undefined) {
    const message = `expected the name of a compute environment; received its keys ${keys.join(', ')}`;
    const hint = `Put a name above them: small: { ${keys[0]}: …, … }.`;
    diagnostics.error('bad-name', [...path, keys[0]], message, hint);
  }
  for (const key of reserved) {
    const message = `expected the name of a compute environment; received the key ${key}`;
    const hint = key === 'batch' ? 'Give the compute environment another name.' : `Move ${key} out of batch.`;
    diagnostics.error('bad-name', [...path, key], message, hint);
  }
  const misplaced = [...keys, ...reserved];
  if (misplaced.length === 0) return written;
  return Object.fromEntries(Object.entries(written).filter(([key]) => !misplaced.includes(key)));
}

/** A body against the language; `undefined` if anything is wrong with it. */
function readBody(
  raw: Mapping,
  at: (path: Path) => Path,
  evaluator: Evaluator,
  diagnostics: Diagnostics,
): v.InferOutput<typeof module> | undefined {
  const unknowable: Path[] = [];
  const report = (path: Path, { reason, hint }: Unknowable) => {
    unknowable.push(path);
    diagnostics.error('unknown-at-expansion', at(locate(raw, path, evaluator)), `must be known: ${reason}`, hint);
  };
  const resolved = resolve(module, raw, [], evaluator, report);
  const result = v.safeParse(module, resolved);
  for (const issue of result.issues ?? []) {
    const path = (issue.path ?? []).map((item) => item.key as string | number);
    if (unknowable.some((above) => above.every((key, index) => path[index] === key))) continue;
    const { code, path: place, message, hint } = explain(issue, path, module, resolved);
    const written = locate(raw, place, evaluator);
    const original = lookUp(raw, written);
    const source = isIntrinsic(original) && !isIntrinsic(issue.input) ? `, the value of ${show(original)}` : '';
    diagnostics.error(code, at(written), message + source, hint);
  }
  return result.success && unknowable.length === 0 ? result.output : undefined;
}

/**
 * The value with every intrinsic function worked out that stands where the language takes none, and without what is
 * `AWS::NoValue`. `report` hears of those that cannot be worked out; they stay as they are.
 */
function resolve(
  schema: v.GenericSchema,
  value: unknown,
  path: Path,
  evaluator: Evaluator,
  report: (path: Path, why: Unknowable) => void,
): unknown {
  if (schema.type === 'any') return value;
  if (isIntrinsic(value)) {
    if (isNoValue(value)) return undefined;
    if (acceptsIntrinsics(schema, value) && !choosesMappings(value)) return value;
    const known = evaluator.evaluate(value);
    if (!(known instanceof Unknowable))
      return isIntrinsic(known) ? known : resolve(schema, known, path, evaluator, report);
    report(path, known);
    return value;
  }
  const inside = (key: string | number, item: unknown) => {
    if (typeof item !== 'object') return item;
    const inner = step(schema, key, value);
    return inner ? resolve(inner, item, [...path, key], evaluator, report) : item;
  };
  if (Array.isArray(value)) return value.map((item, index) => inside(index, item)).filter((item) => item !== undefined);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, inside(key, item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** An `Fn::If` that can come to a mapping, which CloudFormation could not put where the language has a mapping. */
const choosesMappings = (value: unknown): boolean =>
  ifOf(value)
    ?.slice(1)
    .some((branch) => (isMapping(branch) && !isIntrinsic(branch)) || choosesMappings(branch)) === true;
