/** The examples of diagnostic codes, which `npm run generate` collects from test/fixtures/codes. */

import examples from '../reference/examples.json' with { type: 'json' };
import { locateAll, renderText } from './render.js';
import { readSource } from './source.js';
import { expandSource } from './template-file.js';

/** A template with one mistake, and without it. */
export interface Example {
  readonly broken: string;
  readonly fixed: string;
}

/** Where the examples are deployed. Some mistakes are only mistakes there. */
export const EXAMPLE_REGION = 'us-east-1';

const settings = { parameters: {}, region: EXAMPLE_REGION, macroName: 'ProvoseBatch' };

/** The example of a code, if it has one. */
export const exampleOf = (code: string): Example | undefined =>
  Object.hasOwn(examples, code) ? (examples as Readonly<Record<string, Example>>)[code] : undefined;

/** What `validate` reports of the template of an example. */
export function reportOn(text: string): string {
  const source = readSource('template.yaml', text);
  return renderText(locateAll(expandSource(source, settings).diagnostics, source), source);
}
