/**
 * Finds keys of job definitions one level too high, where names of job definitions are expected. They are reported once,
 * and then left out, so that the rest of the module can be checked.
 */

import type { Diagnostics } from '../diagnostics/diagnostics.js';
import { jobDefinition } from '../schema/job-definition.js';
import { isIntrinsic, isPlainMapping } from '../template/intrinsics.js';
import { type Mapping, mapValues } from '../template/template.js';

/** The keys that every job definition has. */
const REQUIRED = Object.entries(jobDefinition.entries).flatMap(([key, { type }]) => (type === 'optional' ? [] : [key]));

/** Whether an entry is a key of a job definition, not one with such a name. */
const isKey = ([key, value]: readonly [string, unknown]) =>
  Object.hasOwn(jobDefinition.entries, key) &&
  !isIntrinsic(value) &&
  !(isPlainMapping(value) && REQUIRED.some((each) => Object.hasOwn(value, each)));

/**
 * The body in the long form, without such keys.
 *
 * @param diagnostics - for paths in the body
 */
export function withoutJobKeys(body: Mapping, diagnostics: Diagnostics): Mapping {
  const inEnvironment = (environment: unknown, name: string) => {
    const jobs = isPlainMapping(environment) ? environment['job_definitions'] : undefined;
    if (!isPlainMapping(environment) || !isPlainMapping(jobs)) return environment;
    const entries = Object.entries(jobs);
    const keys = entries.filter(isKey).map(([key]) => key);
    if (keys.length === 0) return environment;
    const report = (key: string, received: string, hint: string) => {
      const message = `expected the name of a job definition; received ${received}`;
      diagnostics.error('misplaced-key', ['batch', name, 'job_definitions', key], message, hint);
    };
    if (keys.length === entries.length) {
      const [first = ''] = keys;
      report(first, `its keys ${keys.join(', ')}`, `Nest them under a name, such as job: { ${first}: …, … }.`);
    } else {
      for (const key of keys) report(key, `the key ${key}`, `Move ${key} into the job definition that it belongs to.`);
    }
    const rest = Object.fromEntries(entries.filter((entry) => !isKey(entry)));
    return { ...environment, job_definitions: rest };
  };
  const { batch } = body;
  return isPlainMapping(batch) ? { ...body, batch: mapValues(batch, inEnvironment) } : body;
}
