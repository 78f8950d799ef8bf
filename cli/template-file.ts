/**
 * A template as the command line has it: what CloudFormation would do before and around the macro, the parameters'
 * values and the template's list of transforms.
 */

import { type Diagnostic, Diagnostics, didYouMean } from '../macro/diagnostics.js';
import { type Expansion, expand } from '../macro/expand.js';
import { findModules, SECTION } from '../macro/find.js';
import { isMapping, type Mapping, section, type Template } from '../macro/template.js';

export interface Settings {
  /** Values of parameters, as text. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly region: string | undefined;
  /** What the macro is called in `Transform`. */
  readonly macroName: string;
}

/** The template as CloudFormation would have it after the macro, other transforms still to come. */
export function expandAsDeployed(data: unknown, settings: Settings): Expansion {
  const diagnostics = new Diagnostics();
  if (!isMapping(data) || !(Object.hasOwn(data, 'Resources') || Object.hasOwn(data, SECTION))) {
    const message = `this is no CloudFormation template: it has neither Resources nor a ${SECTION} section`;
    diagnostics.error('not-a-template', [], message, 'Begin with an example: examples/first.yaml.');
    return { diagnostics: diagnostics.list };
  }
  const { rest, isNamed, isLast } = transforms(data, settings.macroName, diagnostics);
  if (!isNamed && findModules(data, new Diagnostics()).length > 0) {
    const message = `Transform does not name ${settings.macroName}, so that CloudFormation would not expand the template`;
    diagnostics.error(
      'no-transform',
      'Transform' in data ? ['Transform'] : [],
      message,
      `Add Transform: ${settings.macroName}.`,
    );
  }
  const parameters = parameterValues(data, settings.parameters);
  const expansion = expand(rest, { parameters, region: settings.region, last: isLast });
  const all: Diagnostic[] = [...diagnostics.list, ...expansion.diagnostics];
  return diagnostics.failed || !expansion.template ? { diagnostics: all } : { ...expansion, diagnostics: all };
}

/** Which of the given names are no parameters of the template, each with the nearest one. */
export function unknownParameters(data: unknown, given: readonly string[]): string[] {
  const declared = isMapping(data) ? Object.keys(section(data, 'Parameters')) : [];
  return given
    .filter((name) => !declared.includes(name))
    .map((name) => `the template has no parameter ${name}. ${didYouMean(name, declared)}`);
}

/** Defaults and given values, lists as lists, as CloudFormation hands them to a macro. */
function parameterValues(template: Template, given: Readonly<Record<string, string>>): Mapping {
  const values = Object.entries(section(template, 'Parameters')).flatMap(([name, declaration]) => {
    const { Type: type, Default: fallback } = (isMapping(declaration) ? declaration : {}) as Record<string, unknown>;
    const value = Object.hasOwn(given, name) ? given[name] : fallback;
    if (value === undefined) return [];
    const isList = type === 'CommaDelimitedList' || String(type).startsWith('List<');
    return [[name, isList ? String(value).split(',') : String(value)] as const];
  });
  return Object.fromEntries(values);
}

/** Takes the macro out of the template's transforms. */
function transforms(template: Template, macroName: string, diagnostics: Diagnostics) {
  const value = template['Transform'];
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const names = list.map((item) => String(isMapping(item) ? item['Name'] : item));
  const index = names.findIndex((name) => name === macroName || name.endsWith(`::${macroName}`));
  const own = list[index];
  if (isMapping(own) && isMapping(own['Parameters']) && Object.keys(own['Parameters']).length > 0) {
    const message = `${macroName} takes no parameters, and is given ${Object.keys(own['Parameters']).join(', ')}`;
    diagnostics.error('macro-parameters', ['Transform'], message, `Write them into the ${SECTION} section.`);
  }
  const others = list.filter((_, position) => position !== index);
  const entries = Object.entries(template).flatMap(([key, entry]): [string, unknown][] =>
    key !== 'Transform' ? [[key, entry]] : others.length > 0 ? [[key, others]] : [],
  );
  return { rest: Object.fromEntries(entries), isNamed: index >= 0, isLast: index === list.length - 1 };
}
