/** The body of a module in the long form: the root of the language. */

import * as v from 'valibot';
import { nearest } from '../diagnostics/diagnostics.js';
import { isMapping, type Mapping, type Path } from '../template/template.js';
import { batch, computeEnvironment } from './compute-environment.js';
import { field } from './field.js';
import { provoseConfig } from './provose-config.js';
import { object } from './types.js';

/** A key of every custom resource, which linters expect of `Custom::ProvoseBatch`. */
const ofCustomResources = (doc: string, example: unknown) =>
  v.optional(field(v.any(), { doc, example, source: CUSTOM_RESOURCE }));
const CUSTOM_RESOURCE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html';

export const module = object({
  provose_config: v.optional(
    field(provoseConfig, { doc: 'The settings of the whole module.', example: { name: 'myproject' } }),
    {},
  ),
  batch: field(batch, {
    doc: 'The compute environments, by name.',
    example: { small: { instances: { instance_types: ['m5.large'], max_vcpus: 16 }, job_queues: { mainqueue: {} } } },
  }),
  ServiceToken: ofCustomResources('Any text. Linters require it of a custom resource; it has no effect.', 'any'),
  ServiceTimeout: ofCustomResources('Seconds. Linters know it from custom resources; it has no effect.', 60),
});

/** The keys of a body, which cannot be names of compute environments. */
export const RESERVED: readonly string[] = Object.keys(module.entries);

/** The body in the long form. A body without `batch` is in the short form: all keys that are not reserved belong to it. */
export function longForm(written: Mapping): Mapping {
  // A key without a value counts as absent.
  const { provose_config, ...rest } = written;
  const settings = provose_config === undefined || provose_config === null ? {} : { provose_config };
  if (Object.hasOwn(written, 'batch')) return { ...settings, ...rest };
  const entries = Object.entries(rest);
  const batch = Object.fromEntries(entries.filter((entry) => !isOfBody(entry)));
  return { ...settings, ...Object.fromEntries(entries.filter(isOfBody)), batch };
}

/** Whether an entry of the short form is not a compute environment: a key of a body, perhaps misspelled. */
const isOfBody = ([key, value]: readonly [string, unknown]) =>
  RESERVED.includes(key) ||
  (nearest(key, RESERVED) !== undefined &&
    isMapping(value) &&
    !Object.keys(value).some((name) => Object.hasOwn(computeEnvironment.entries, name)));

/** The path in the long form of a path in the body as written. */
export function longPath(written: Mapping, path: Path): Path {
  const key = String(path[0]);
  return Object.hasOwn(written, 'batch') || isOfBody([key, written[key]]) ? path : ['batch', ...path];
}

/** Whether a value under `batch` is a compute environment, whose name can be `public` or `vpc`. */
export const isEnvironment = (value: unknown) => isMapping(value) && Object.hasOwn(value, 'instances');
