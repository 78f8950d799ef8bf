/**
 * A template as the command line has it: what CloudFormation would do before and around the macro, the parameters'
 * values and the template's list of transforms.
 */

import { type Diagnostic, Diagnostics } from '../macro/diagnostics.js';
import { type Expansion, expand } from '../macro/expand.js';
import { findModules, SECTION } from '../macro/find.js';
import { isMapping, type Mapping, section, type Template, textOf } from '../macro/template.js';
import specification from './batch-properties.json' with { type: 'json' };

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
  const { region, macroName } = settings;
  const expansion = expand(rest, { parameters, region, macroName, last: isLast, specification });
  const all: Diagnostic[] = [...diagnostics.list, ...expansion.diagnostics];
  return diagnostics.failed || !expansion.template ? { diagnostics: all } : { ...expansion, diagnostics: all };
}

/** The names of a template's parameters. */
export function parametersOf(data: unknown): string[] {
  return isMapping(data) ? Object.keys(section(data, 'Parameters')) : [];
}

/** Defaults and given values, as text. */
function parameterValues(template: Template, given: Readonly<Record<string, string>>): Mapping {
  const parameters = section(template, 'Parameters');
  const values = Object.keys(parameters).map((name) => {
    const value = Object.hasOwn(given, name) ? given[name] : section(parameters, name)['Default'];
    return [name, value === undefined ? undefined : textOf(value)] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** Takes the macro out of the template's transforms. */
function transforms(template: Template, macroName: string, diagnostics: Diagnostics) {
  const value = template['Transform'];
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const names = list.map((item) => textOf(isMapping(item) ? item['Name'] : item));
  const index = names.findIndex((name) => name === macroName || name.endsWith(`::${macroName}`));
  const own = list[index];
  if (isMapping(own) && isMapping(own['Parameters']) && Object.keys(own['Parameters']).length > 0) {
    const message = `${macroName} takes no parameters, and is given ${Object.keys(own['Parameters']).join(', ')}`;
    diagnostics.error('macro-parameters', ['Transform'], message, `Write them into the ${SECTION} section.`);
  }
  const others = list.filter((_, position) => position !== index);
  const entries = Object.entries(template).flatMap(([key, entry]): [string, unknown][] =>
    key !== 'Transform' || index < 0 ? [[key, entry]] : others.length > 0 ? [[key, others]] : [],
  );
  return { rest: Object.fromEntries(entries), isNamed: index >= 0, isLast: index === list.length - 1 };
}
