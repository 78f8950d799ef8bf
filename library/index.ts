/**
 * The API for other programs, such as an editor, a pipeline or a CDK app. Its declarations are part of the package, so
 * this file must declare every exported type itself. docs/library.md says which parts are stable.
 */

import { locateAll } from '../cli/render.js';
import { readSource } from '../cli/source.js';
import { expandSource } from '../cli/template-file.js';
import { REGION } from '../macro/contract.js';

/** What an expansion depends on, besides the template. */
export interface Options {
  /** The values of template parameters, instead of their defaults. Those that the template lacks are ignored. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** The Region of the stack, such as `us-east-1`. If it is known, what the Region lacks is reported. */
  readonly region?: string | undefined;
  /** The name of the macro in the template's `Transform`. The default is `ProvoseBatch`. */
  readonly macroName?: string | undefined;
}

/** A problem with a template. */
export interface Diagnostic {
  /** What kind of problem it is, such as `unknown-key`. */
  readonly code: string;
  /** An error prevents the deployment. A warning is about something legal that may not be intended. */
  readonly severity: 'error' | 'warning' | 'info';
  /** The place in the template: keys of mappings and indexes of lists, from the root. */
  readonly path: readonly (string | number)[];
  /** What is wrong, with the value received. */
  readonly message: string;
  /** The fix. */
  readonly hint: string;
  /** The line, from 1; `undefined` if the template is not text. */
  readonly line?: number | undefined;
  /** The column, from 1; `undefined` if the template is not text. */
  readonly column?: number | undefined;
}

/** A CloudFormation template as plain data. */
export interface Template {
  readonly [section: string]: unknown;
}

/** The result of an expansion. */
export interface Expansion {
  /** The template as the macro expands it; `undefined` if a diagnostic is an error, or with `runsFirst`. */
  readonly template?: Template | undefined;
  /** The transforms of the template that run before the macro, if only CloudFormation can expand it for this reason. */
  readonly runsFirst?: string | undefined;
  /** All problems, in the order of the template. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Expands a template as the macro does. It reads no file and calls no AWS API, and it does not change its arguments.
 *
 * @param template - the text of a template, YAML or JSON, or its data
 * @returns the expanded template, or why there is none: a mistake in the template is never an exception
 * @throws TypeError if `region` is not the name of a Region, or if the data is circular
 */
export function expand(template: string | object, options: Options = {}): Expansion {
  const { parameters = {}, region, macroName = 'ProvoseBatch' } = options;
  if (region !== undefined && !REGION.test(region)) {
    throw new TypeError(`region must be a Region such as us-east-1; received ${region}`);
  }
  const isText = typeof template === 'string';
  const source = readSource('template', isText ? template : JSON.stringify(template));
  const { template: expanded, runsFirst, diagnostics } = expandSource(source, { parameters, region, macroName });
  const located = locateAll(diagnostics, source);
  // Data has no lines.
  const found = isText ? located : located.map(({ line, column, ...diagnostic }) => diagnostic);
  return { template: expanded, runsFirst, diagnostics: found };
}

/**
 * The problems of a template. It has errors exactly if `expand` finds them.
 *
 * @param template - as of `expand`
 */
export function validate(template: string | object, options: Options = {}): readonly Diagnostic[] {
  return expand(template, options).diagnostics;
}
