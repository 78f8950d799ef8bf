/**
 * The last look, at what would be returned: what CloudFormation would refuse is refused here, with the place that
 * caused it. A processed template that CloudFormation finds invalid can leave a stack stuck in progress.
 * Limits: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */

import { type Diagnostics, didYouMean } from './diagnostics.js';
import type { Found } from './find.js';
import { type Reference, references } from './intrinsics.js';
import { LONGEST } from './logical-id.js';
import { type Context, type Emitted, section, type Template } from './template.js';

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Hooks',
  'Transform',
  'Resources',
  'Outputs',
];

/** A section of AWS::Serverless, which takes it away again. */
const GLOBALS = 'Globals';

const MOST_RESOURCES = 500;
const MOST_OUTPUTS = 200;
const MOST_BYTES = 1_000_000;

export interface Result {
  readonly input: Template;
  readonly output: Template;
  readonly modules: readonly Found[];
  readonly emitted: readonly Emitted[];
  readonly context: Context;
}

export function checkResult(result: Result, diagnostics: Diagnostics): void {
  logicalIds(result, diagnostics);
  sections(result, diagnostics);
  sizes(result, diagnostics);
  resolvable(result, diagnostics);
}

function logicalIds({ input, emitted, modules }: Result, diagnostics: Diagnostics): void {
  const own = section(input, 'Resources');
  const taken = new Set(Object.keys(own).filter((id) => !modules.some((module) => module.id === id)));
  for (const { id, path } of emitted) {
    if (taken.has(id)) {
      const place = Object.hasOwn(own, id) ? ['Resources', id] : path;
      const hint = 'Rename this resource, or the entry of the module that becomes one of that name.';
      diagnostics.error('logical-id-taken', place, `the module makes a resource ${id} too`, hint);
    }
    taken.add(id);
    if (id.length <= LONGEST) continue;
    const message = `the logical id ${id} has ${id.length} characters, and ${LONGEST} is the most`;
    diagnostics.error('logical-id-too-long', path, message, 'Shorten the name, or the logical id of the module.');
  }
}

function sections({ output, context }: Result, diagnostics: Diagnostics): void {
  for (const name of Object.keys(output)) {
    if (SECTIONS.includes(name) || (name === GLOBALS && !context.last)) continue;
    const hint = didYouMean(name, SECTIONS);
    // A transform that follows may take the section away; only the command line knows of it.
    const severity = context.last ? 'error' : 'warning';
    diagnostics[severity]('unknown-section', [name], `${name} is no section of a template`, hint);
  }
}

function sizes({ output, modules }: Result, diagnostics: Diagnostics): void {
  const path = modules[0]?.path ?? [];
  const resources = Object.keys(section(output, 'Resources')).length;
  const outputs = Object.keys(section(output, 'Outputs')).length;
  const text = JSON.stringify(output);
  // A character has at most three bytes: few templates need to be counted.
  const bytes = text.length * 3 > MOST_BYTES ? new TextEncoder().encode(text).length : text.length;
  const hint = 'Divide the template into several stacks.';
  const over = (what: string, most: number) => `${what}, and ${most} is the most that CloudFormation takes`;
  if (resources > MOST_RESOURCES) {
    diagnostics.error('too-many-resources', path, over(`${resources} resources`, MOST_RESOURCES), hint);
  }
  if (outputs > MOST_OUTPUTS) {
    diagnostics.error('too-many-outputs', ['Outputs'], over(`${outputs} outputs`, MOST_OUTPUTS), hint);
  }
  if (bytes > MOST_BYTES) diagnostics.error('too-large', path, over(`${bytes} bytes`, MOST_BYTES), hint);
}

/** Every reference in what was made must have something to refer to. */
function resolvable({ input, output, modules, emitted, context }: Result, diagnostics: Diagnostics): void {
  const names = (template: Template) => ({
    Ref: [...Object.keys(section(template, 'Parameters')), ...Object.keys(section(template, 'Resources'))],
    GetAtt: Object.keys(section(template, 'Resources')),
    Condition: Object.keys(section(template, 'Conditions')),
    Mapping: Object.keys(section(template, 'Mappings')),
  });
  const known = Object.entries(names(output)).map(([kind, list]) => [kind, new Set(list)] as const);
  const sets = Object.fromEntries(known) as Record<Reference['kind'], Set<string>>;
  const dangling = ({ kind, name }: Reference) => !sets[kind].has(name) && !name.startsWith('AWS::');
  const made = emitted.flatMap(({ resource }) => references(resource.Properties).filter(dangling));
  for (const reference of made) {
    const { path } = written(reference, modules);
    const message = `${reference.kind} of ${reference.name}, which the template does not have`;
    const severity = context.last ? 'error' : 'warning';
    diagnostics[severity](
      'unresolved-reference',
      path,
      message,
      didYouMean(reference.name, names(input)[reference.kind]),
    );
  }
}

/** The place in a module's body that a reference comes from. One that stands in no body was made wrongly. */
function written(made: Reference, modules: readonly Found[]): Reference {
  for (const { body, path } of modules) {
    for (const reference of references(body)) {
      const isSame = reference.kind === made.kind && reference.name === made.name;
      if (isSame) return { ...reference, path: [...path, ...reference.path] };
    }
  }
  throw new Error(`the expansion made a reference to ${made.name}, which does not exist`);
}
