import * as v from 'valibot';
import { show } from '../diagnostics/diagnostics.js';
import { isInteger } from '../schema/field.js';
import { jobDefinition } from '../schema/job-definition.js';
import { limitSeconds } from '../schema/job-queue.js';
import { VARIABLE, VARIABLE_EXPECTED } from '../schema/secrets.js';
import { keyOf, type Overridden, overriddenIn } from './overridden.js';
import { eachModule, type Rule } from './rule.js';

export const overrideValue: Rule = {
  code: 'override-value',
  severity: 'error',
  description: 'A number in overrides that is out of bounds, or the name of an environment variable that is reserved.',
  check: eachModule((module, report) => {
    for (const each of overriddenIn(module)) {
      const bounds = boundsOf(each);
      const [issue] = (bounds && v.safeParse(bounds.type, each.value).issues) ?? [];
      if (!bounds || !issue) continue;
      const hint = `For example: ${each.path.at(-1)}: ${bounds.example}`;
      report(each.path, `expected ${issue.message}; received ${show(each.value)}`, hint);
    }
  }),
};

interface Bounds {
  readonly type: v.GenericSchema;
  readonly example: unknown;
}

const { vcpus, memory, gpus } = jobDefinition.entries;
/** The values of `ResourceRequirements`, by their `Type`. */
const REQUIREMENTS: Readonly<Record<string, Bounds>> = {
  VCPU: { type: vcpus, example: "'1'" },
  MEMORY: { type: memory, example: "'512'" },
  GPU: { type: gpus, example: "'1'" },
};

const variable: Bounds = {
  type: v.pipe(v.string(), v.regex(VARIABLE, VARIABLE_EXPECTED)),
  example: 'MY_VARIABLE',
};

/** What the value must be: numbers by the keys of the language, and what has no single key. */
function boundsOf(each: Overridden): Bounds | undefined {
  const { property, value, within } = each;
  if (typeof value === 'string' && /^ContainerProperties\.(Environment|Secrets)\.Name$/.test(property)) return variable;
  // Text that is not a number is of the wrong type, or a dynamic reference.
  if (typeof value === 'boolean' || !/^\s*-?\d*\.?\d+\s*$/.test(String(value))) return undefined;
  if (property === 'ContainerProperties.ResourceRequirements.Value') {
    const type = String(within['Type']);
    return Object.hasOwn(REQUIREMENTS, type) ? REQUIREMENTS[type] : undefined;
  }
  if (property === 'JobStateTimeLimitActions.MaxTimeSeconds') return { type: limitSeconds, example: 7200 };
  const key = keyOf(each);
  return key && isInteger(key.literal) ? { type: key.literal, example: key.field.example } : undefined;
}
