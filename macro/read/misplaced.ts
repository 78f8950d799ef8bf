/**
 * Finds keys that appear one level too high or too low, where names of compute environments are expected. Each mistake
 * is reported once, and the keys are removed, so that they cause no further diagnostics.
 */

import type { Diagnostics } from '../diagnostics/diagnostics.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import { isEnvironment, RESERVED } from '../schema/module.js';
import { provoseConfig } from '../schema/provose-config.js';
import { isIntrinsic } from '../template/intrinsics.js';
import { isMapping, type Mapping, type Path } from '../template/template.js';

/** A body in the long form, without misplaced keys. */
export interface Placed {
  readonly body: Mapping;
  /** The removed keys. They must not be reported as missing where they belong. */
  readonly misplaced: ReadonlySet<string>;
}

/** @param diagnostics - for paths in the body */
export function withoutMisplaced(body: Mapping, diagnostics: Diagnostics): Placed {
  const report = (path: Path, message: string, hint: string) => {
    diagnostics.error('misplaced-key', path, message, hint);
  };
  const beside = Object.keys(body).filter((key) => !RESERVED.includes(key) && belongsTo(key, body[key]) !== undefined);
  for (const key of beside) report([key], `${key} is not allowed next to batch`, hintFor(key, body[key]));
  const { batch } = body;
  if (!isMapping(batch) || isIntrinsic(batch)) return { body: without(body, beside), misplaced: new Set(beside) };

  const inside = Object.keys(batch).filter((key) => RESERVED.includes(key) || belongsTo(key, batch[key]) !== undefined);
  const nameless = inside.filter((key) => belongsTo(key, batch[key]) === 'environment');
  const hasEnvironment = Object.values(batch).some(isEnvironment);
  if (nameless[0] !== undefined && !hasEnvironment) {
    const message = `expected the name of a compute environment; received its keys ${nameless.join(', ')}`;
    report(['batch', nameless[0]], message, `Nest them under a name, such as small: { ${nameless[0]}: …, … }.`);
  }
  for (const key of inside.filter((each) => hasEnvironment || !nameless.includes(each))) {
    report(
      ['batch', key],
      `expected the name of a compute environment; received the key ${key}`,
      hintFor(key, batch[key]),
    );
  }
  return {
    body: { ...without(body, beside), batch: without(batch, inside) },
    misplaced: new Set([...beside, ...inside]),
  };
}

/** The object that a key belongs to; `undefined` if it names a compute environment or is unknown. */
function belongsTo(key: string, value: unknown): 'environment' | 'config' | undefined {
  if (isEnvironment(value)) return undefined;
  if (Object.hasOwn(computeEnvironment.entries, key)) return 'environment';
  return Object.hasOwn(provoseConfig.entries, key) ? 'config' : undefined;
}

function hintFor(key: string, value: unknown): string {
  if (key === 'batch') return 'Give the compute environment another name.';
  if (RESERVED.includes(key)) return `Move ${key} out of batch.`;
  return belongsTo(key, value) === 'config'
    ? `Move ${key} into provose_config.`
    : `Move ${key} into the compute environment that it belongs to.`;
}

function without(mapping: Mapping, keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([key]) => !keys.includes(key)));
}
