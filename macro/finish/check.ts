/**
 * Checks the expanded template: errors that CloudFormation would report are reported here, with the path that caused
 * them. A processed template that CloudFormation finds invalid can leave a stack stuck in progress.
 * Limits: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */

import { type Diagnostics, didYouMean, show } from '../diagnostics/diagnostics.js';
import type { Evaluator } from '../read/evaluate.js';
import { type Found, isOfSection, SECTION } from '../read/find.js';
import { LONGEST } from '../template/logical-id.js';
import { type Context, type Emitted, type Mapping, type Path, section, type Template } from '../template/template.js';
import { checkLimits } from './limits.js';
import type { Overridden } from './overridden.js';
import { checkUniqueNames } from './unique-names.js';

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

/** A section that AWS::Serverless removes. */
const GLOBALS = 'Globals';

const MOST_RESOURCES = 500;
const MOST_OUTPUTS = 200;
const MOST_BYTES = 1_000_000;
/** The limit for a template that is sent in the request instead of being uploaded to S3. */
const MOST_BYTES_SENT = 51_200;

/** The maximum nesting: several times what templates need, and far below what recursion can handle. */
const MOST_LEVELS = 100;

/** Reports each section that is nested too deep. */
export function checkDepth(template: Template, diagnostics: Diagnostics): void {
  for (const [name, value] of Object.entries(template)) {
    if (!isDeeper(value, MOST_LEVELS)) continue;
    const message = `${name} is nested deeper than ${MOST_LEVELS} levels`;
    diagnostics.error('too-deep', [name], message, 'Reduce the nesting.');
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (levels < 0) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => isDeeper(item, levels - 1));
}

export interface Result {
  readonly input: Template;
  readonly output: Template;
  readonly modules: readonly Found[];
  /** The ids of the modules that could not be read, of which there are no resources. */
  readonly unread: ReadonlySet<string>;
  readonly emitted: readonly Emitted[];
  readonly outputs: Readonly<Record<string, Mapping>>;
  /** What has overrides. */
  readonly overridden: readonly Overridden[];
  readonly context: Context;
}

/** A check that the macro omits, because AWS makes it afterwards; `ofModules` receives what is at paths of modules. */
export type LateCheck = (
  result: Result,
  evaluator: Evaluator,
  diagnostics: Diagnostics,
  ofModules: Diagnostics,
) => void;

/** Checks names, numbers and sizes. */
export function checkResult(result: Result, diagnostics: Diagnostics): void {
  logicalIds(result, diagnostics);
  checkUniqueNames(result.output, result.emitted, diagnostics);
  checkLimits(result.emitted, diagnostics);
  outputNames(result, diagnostics);
  sections(result, diagnostics);
  sizes(result, diagnostics);
}

/** Resources and parameters share one namespace: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
function logicalIds({ input, emitted, modules }: Result, diagnostics: Diagnostics): void {
  const own = new Map<string, Path>();
  for (const name of ['Parameters', 'Resources']) {
    for (const id of Object.keys(section(input, name))) own.set(id, [name, id]);
  }
  const ids = new Set(modules.map(({ id }) => id));
  for (const id of ids) own.delete(id);
  const taken = new Set<string>();
  for (const { id, path } of emitted) {
    const place = own.get(id) ?? (ids.has(id) ? ['Resources', id] : undefined);
    if (place) {
      const hint = 'Rename this resource, or the entry of the module that becomes the resource with this name.';
      diagnostics.error('logical-id-taken', place, `the module also creates a resource ${id}`, hint);
    } else if (taken.has(id)) {
      const hint = 'Rename one of the entries, or one of the modules.';
      diagnostics.error('logical-id-taken', path, `this and another entry both become the resource ${id}`, hint);
    }
    taken.add(id);
    if (id.length <= LONGEST) continue;
    const message = `the logical id ${id} has ${id.length} characters; the maximum is ${LONGEST}`;
    diagnostics.error('logical-id-too-long', path, message, 'Shorten the name, or the logical id of the module.');
  }
}

function outputNames({ input, outputs }: Result, diagnostics: Diagnostics): void {
  for (const name of Object.keys(section(input, 'Outputs')).filter((own) => Object.hasOwn(outputs, own))) {
    const hint = 'Rename this output, or set outputs to none in provose_config.';
    diagnostics.error('output-taken', ['Outputs', name], `the module also creates an output ${name}`, hint);
  }
}

function sections({ output, context }: Result, diagnostics: Diagnostics): void {
  for (const name of Object.keys(output)) {
    if (SECTIONS.includes(name) || (name === GLOBALS && !context.isComplete)) continue;
    const isPart = isOfSection(name, output[name]);
    const hint = isPart ? `Move it into ${SECTION}.` : didYouMean(name, SECTIONS);
    // Another transform may remove the section. Only the command line knows the transforms.
    const severity = context.isComplete ? 'error' : 'warning';
    diagnostics[severity]('unknown-section', [name], `unknown section ${show(name)}`, hint);
  }
}

function sizes({ output, modules }: Result, diagnostics: Diagnostics): void {
  const path = modules[0]?.path ?? [];
  const resources = Object.keys(section(output, 'Resources')).length;
  const outputs = Object.keys(section(output, 'Outputs')).length;
  const text = JSON.stringify(output);
  // A UTF-16 unit has at most three bytes, so small templates need not be encoded.
  const bytes = text.length * 3 > MOST_BYTES_SENT ? new TextEncoder().encode(text).length : text.length;
  const hint = 'Split the template into several stacks.';
  const over = (what: string, most: number) => `${what}; CloudFormation allows at most ${most}`;
  if (resources > MOST_RESOURCES) {
    diagnostics.error('too-many-resources', path, over(`${resources} resources`, MOST_RESOURCES), hint);
  }
  if (outputs > MOST_OUTPUTS) {
    diagnostics.error('too-many-outputs', ['Outputs'], over(`${outputs} outputs`, MOST_OUTPUTS), hint);
  }
  if (bytes > MOST_BYTES) diagnostics.error('too-large', path, over(`${bytes} bytes`, MOST_BYTES), hint);
  else if (bytes > MOST_BYTES_SENT) {
    const message = `${bytes} bytes after expansion; a template over ${MOST_BYTES_SENT} bytes must be uploaded to S3`;
    diagnostics.warning(
      'needs-upload',
      path,
      message,
      'Use sam deploy, or aws cloudformation deploy --s3-bucket BUCKET.',
    );
  }
}
