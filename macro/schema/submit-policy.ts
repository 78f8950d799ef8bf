/** The managed policy that allows submitting jobs: the key `submit_policy`. */

import * as v from 'valibot';
import { isMapping } from '../template/template.js';
import { field } from './field.js';
import { either, knownBoolean, object } from './types.js';

const detailed = object({
  terminate: v.optional(
    field(knownBoolean, {
      doc: 'Whether the policy permits to cancel and terminate jobs. AWS cannot limit that to the jobs of a queue.',
      example: false,
      source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html',
    }),
    true,
  ),
});

export const submitPolicy = either((input) => (isMapping(input) ? detailed : knownBoolean), knownBoolean, detailed);
