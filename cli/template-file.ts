/**
 * Expands a template on the command line. Does the work that CloudFormation does around the macro: parameter values and
 * the template's list of transforms.
 */

import { type Diagnostic, Diagnostics, didYouMean, nearest, show } from '../macro/diagnostics/diagnostics.js';
import { type Expansion, expand } from '../macro/expand.js';
import type { LateCheck } from '../macro/finish/check.js';
import { checkEntriesAsNames } from '../macro/finish/entries-as-names.js';
import { checkForms } from '../macro/finish/forms.js';
import { checkFunctions } from '../macro/finish/functions.js';
import { checkRequired } from '../macro/finish/required.js';
import { checkTogether } from '../macro/finish/together.js';
import { findModules, isSection, SECTION } from '../macro/read/find.js';
import { outside } from '../macro/read/repair.js';
import { isMapping, type Mapping, section, type Template, textOf } from '../macro/template/template.js';
import attributes from './attributes.json' with { type: 'json' };
import specification from './batch-properties.json' with { type: 'json' };
import { comparedWith } from './deviations.js';
import { withFunction } from './forgotten-functions.js';
import type { Source } from './source.js';
import { meantTimeZone } from './time-zones.js';
import { Transforms } from './transforms.js';

export interface Settings {
  /** Parameter values, as text. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly region: string | undefined;
  /** The name of the macro in `Transform`. */
  readonly macroName: string;
}

/** The result of a local expansion, which may lack information that CloudFormation has. */
export interface LocalExpansion extends Expansion {
  /** The transforms that run before the macro, if the template cannot be expanded without them. */
  readonly runsFirst?: string;
}

/** Expands a file's template; without a result if the file has errors. */
export function expandSource({ data, faults, lines }: Source, settings: Settings): LocalExpansion {
  if (data === undefined) return { diagnostics: [] };
  const isJson = /^\s*\{/.test(lines.find((line) => /\S/.test(line)) ?? '');
  const expansion = expandAsDeployed(data, settings, isJson);
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return expansion;
  // What follows from a value that could not be read is not another mistake.
  const unread = errors.filter(({ path }) => path.length > 0);
  return { diagnostics: outside(unread, expansion.diagnostics) };
}

const compare = comparedWith(specification);

const checkLate: LateCheck = (result, evaluator, diagnostics, ofModules) => {
  checkFunctions(attributes)(result, evaluator, diagnostics, ofModules);
  checkEntriesAsNames(result, diagnostics);
  checkRequired(result.overridden, specification, ofModules);
  checkTogether(result.overridden, ofModules);
  checkForms(result.overridden, ofModules);
};

/**
 * Expands a template as CloudFormation would, before it runs any other transforms.
 *
 * @param isJson - whether fixes are written as JSON
 */
export function expandAsDeployed(
  data: unknown,
  { parameters, region, macroName }: Settings,
  isJson = true,
): LocalExpansion {
  const diagnostics = new Diagnostics();
  if (!isMapping(data) || !Object.keys(data).some((name) => name === 'Resources' || isSection(name))) {
    const message = `this is not a CloudFormation template: it has neither Resources nor a ${SECTION} section`;
    diagnostics.error('not-a-template', [], message, 'Start from an example, such as examples/first.yaml.');
    return { diagnostics: diagnostics.list };
  }
  const transforms = new Transforms(data, macroName);
  if (!transforms.isNamed && findModules(data, new Diagnostics()).length > 0)
    reportUnnamed(transforms.names, data['Transform'], macroName, diagnostics);
  if (transforms.parameters.length > 0) {
    const message = `${macroName} takes no parameters; received ${transforms.parameters.join(', ')}`;
    diagnostics.error('macro-parameters', ['Transform'], message, `Move them into the ${SECTION} section.`);
  }
  const values = parameterValues(data, parameters);
  checkAllowedValues(data, values, Object.keys(parameters), diagnostics);
  const { isComplete, canBeAdded } = transforms;
  const context = { parameters: values, region, macroName, isComplete, compare, meantTimeZone, canBeAdded };
  const expansion = expand(transforms.rest, context, checkLate);
  const found = expansion.diagnostics
    .filter((diagnostic) => !transforms.isFixed(diagnostic))
    .map((diagnostic) => transforms.asKnownHere(withFunction(diagnostic, data, isJson)));
  const all: Diagnostic[] = [...diagnostics.list, ...found];
  if (expansion.template && !diagnostics.failed) return { ...expansion, diagnostics: all };
  const isRefused = all.some(({ severity }) => severity === 'error');
  return isRefused ? { diagnostics: all } : { diagnostics: all, runsFirst: transforms.first };
}

/** Reports that a template does not list the macro. */
function reportUnnamed(names: readonly string[], transform: unknown, macroName: string, diagnostics: Diagnostics) {
  const message = `Transform does not list ${macroName}, so CloudFormation would not expand the template`;
  const isList = Array.isArray(transform);
  const index = names.findIndex((name) => nearest(name, [macroName]) !== undefined);
  const path = transform === undefined ? [] : ['Transform', ...(isList && index >= 0 ? [index] : [])];
  const whole =
    names.length > 0 ? `Write Transform: [${[...names, macroName].join(', ')}].` : `Add Transform: ${macroName}.`;
  diagnostics.error('no-transform', path, message, index >= 0 ? `Did you mean ${macroName}?` : whole);
}

/** The names of a template's parameters. */
export function parametersOf(data: unknown): string[] {
  return isMapping(data) ? Object.keys(section(data, 'Parameters')) : [];
}

/** The values of all parameters, given or default, as text. */
export function parameterValues(template: Template, given: Readonly<Record<string, string>>): Mapping {
  const parameters = section(template, 'Parameters');
  const values = Object.keys(parameters).map((name) => {
    const value = Object.hasOwn(given, name) ? given[name] : section(parameters, name)['Default'];
    return [name, value === undefined ? undefined : textOf(value)] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** Warns of values that CloudFormation would reject before it runs any macro. */
function checkAllowedValues(
  template: Template,
  values: Mapping,
  given: readonly string[],
  diagnostics: Diagnostics,
): void {
  for (const [name, value] of Object.entries(values)) {
    const { Type, AllowedValues: allowed } = section(section(template, 'Parameters'), name);
    if (!Array.isArray(allowed)) continue;
    const words = allowed.map(textOf);
    const isList = /^(CommaDelimitedList$|List<)/.test(textOf(Type));
    const items = isList
      ? textOf(value)
          .split(',')
          .map((item) => item.trim())
      : [textOf(value)];
    const wrong = items.find((item) => !words.includes(item));
    if (wrong === undefined) continue;
    const path = ['Parameters', name, ...(given.includes(name) ? [] : ['Default'])];
    const message = `${show(wrong)} is not one of the AllowedValues of ${name}`;
    diagnostics.warning('value-not-allowed', path, message, didYouMean(wrong, words));
  }
}
