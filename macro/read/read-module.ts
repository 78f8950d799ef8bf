/**
 * Turns the body of a module into a module that the other phases can rely on: the short form is expanded, functions are
 * evaluated where the value must be known, every key and value is checked, and defaults are filled in. Paths refer to
 * the result; `locate` translates them into paths in the source.
 */

import * as v from 'valibot';
import { type Diagnostics, show } from '../diagnostics/diagnostics.js';
import { takesOf, UNKNOWN_KEY } from '../schema/field.js';
import { longForm, longPath, module } from '../schema/module.js';
import { isIntrinsic, ref } from '../template/intrinsics.js';
import { isMapping, type Path, section, type Template } from '../template/template.js';
import { type Evaluator, EXTENSIONS_FIRST, LOOP } from './evaluate.js';
import { explain, lookUp, schemaAt } from './explain.js';
import type { Found } from './find.js';
import { locate } from './locate.js';
import { type Placed, withoutMisplaced } from './misplaced.js';
import { definitionsOf, entries, type Module, queuesOf } from './module.js';
import { type Report, Resolver } from './resolve.js';

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
  // Without the misplaced keys, the module is not what was meant.
  if (!read || placed.misplaced.size > 0) return undefined;
  if (Object.keys(read.batch).length === 0) {
    const hint = 'Add one: a name with instances and job_queues under it.';
    inBody.error('missing-key', ['batch'], 'there is no compute environment', hint);
  }
  const environments = entries(read.batch, [...path, 'batch']);
  const { provose_config: config } = read;
  const queues = queuesOf(environments, config.name_prefix);
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
    typeOf: (name) => typeIn(evaluator.template, name),
    region: evaluator.context.region,
    macroName: evaluator.context.macroName ?? 'ProvoseBatch',
    environments,
    queues,
    definitions: definitionsOf(environments, queues, config.name_prefix),
  };
}

function typeIn(template: Template, name: string): string | undefined {
  const { Type: type } = {
    ...section(section(template, 'Parameters'), name),
    ...section(section(template, 'Resources'), name),
  };
  return typeof type === 'string' ? type : undefined;
}

/** Validates a body. If it has errors, the rest of it is returned; `undefined` if resources depend on what is wrong. */
function readBody(
  { body, misplaced }: Placed,
  at: Path,
  evaluator: Evaluator,
  diagnostics: Diagnostics,
): v.InferOutput<typeof module> | undefined {
  const unknowable: Path[] = [];
  const placeOf = (path: Path) => locate(evaluator.template, [...at, ...path], evaluator, 'branch');
  const report: Report = (path, { reason, hint }) => {
    unknowable.push(path);
    diagnostics.error('unknown-at-expansion', placeOf(path), `must be known: ${reason}`, hint);
  };
  const resolved = new Resolver(evaluator, report).resolve(module, body, []);
  const result = v.safeParse(module, resolved);
  for (const issue of result.issues ?? []) {
    const path = pathOf(issue);
    if (unknowable.some((above) => above.every((key, index) => path[index] === key))) continue;
    const { code, path: place, message, hint } = explain(issue, path, module, resolved);
    if (code === 'missing-key' && misplaced.has(String(path.at(-1)))) continue;
    const written = placeOf(place);
    const original = lookUp(evaluator.template, written);
    const source = isIntrinsic(original) && !isIntrinsic(issue.input) ? `, the value of ${show(original)}` : '';
    diagnostics.error(code, written, message + source, hint);
  }
  if (unknowable.length > 0) return undefined;
  if (result.success) return result.output;
  const rest = v.safeParse(module, withoutInvalid(resolved, result.issues));
  return rest.success ? rest.output : undefined;
}

const pathOf = (issue: v.BaseIssue<unknown>) => (issue.path ?? []).map((item) => item.key as string | number);

/** A value that is known only at deployment, and valid wherever the language accepts a function. */
const UNKNOWN = ref('AWS::StackName');

/** A copy of a body in which every invalid or missing value is one that only the deployment knows. */
function withoutInvalid(body: unknown, issues: readonly v.BaseIssue<unknown>[]): unknown {
  const copy = structuredClone(body);
  for (const issue of issues) {
    const path = pathOf(issue);
    const key = path.at(-1);
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((value, step) => (value === UNKNOWN ? value : at(value, step)), copy);
    if (key === undefined || typeof parent !== 'object' || parent === null || parent === UNKNOWN) continue;
    if (issue.message === UNKNOWN_KEY) delete (parent as Record<string, unknown>)[key];
    else (parent as Record<string | number, unknown>)[key] = UNKNOWN;
  }
  return copy;
}

const at = (value: unknown, key: string | number) => (value as Record<string | number, unknown> | undefined)?.[key];
