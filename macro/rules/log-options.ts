import { didYouMean, nearest, show } from '../diagnostics/diagnostics.js';
import type { Definition } from '../read/module.js';
import { ALTERNATIVES, MODES, optionsOf, REQUIRED } from '../schema/log-options.js';
import { canBeNothing, isPlainMapping, isUnseen } from '../template/intrinsics.js';
import { type Mapping, type Path, section } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

export const logOptions: Rule = {
  code: 'log-options',
  severity: 'warning',
  description:
    'Options with which the log driver does not start a container: misspelled, missing, exclusive, or of another mode.',
  check: eachModule(({ definitions }, report) => {
    for (const definition of definitions) {
      const { driver, options, path } = logsOf(definition);
      const known = driver === undefined ? undefined : optionsOf(driver);
      if (!known || !options) continue;
      for (const [name, option] of options) {
        // Later versions have more options, so that only a difference of few letters is certainly a mistake.
        const near = known.includes(name) ? undefined : nearest(name, known, Math.min(2, Math.floor(name.length / 3)));
        if (near !== undefined)
          report(option.path, `the log driver ${driver} has no option ${show(name)}`, `Did you mean ${near}?`);
      }
      const mode = options.get('mode');
      if (typeof mode?.value === 'string' && !isUnseen(mode.value) && !MODES.includes(mode.value)) {
        const message = `expected ${MODES.join(' or ')}; received ${show(mode.value)}`;
        report(mode.path, message, didYouMean(mode.value, MODES));
      }
      const both = driver === 'awslogs' ? ALTERNATIVES.flatMap((name) => options.get(name) ?? []) : [];
      if (both.length > 1 && !both.some(({ value }) => canBeNothing(value))) {
        const names = ALTERNATIVES.join(' and ');
        report(path, `${names} cannot be combined`, `Remove either ${ALTERNATIVES.join(' or ')}.`);
      }
      const isThere = (name: string) => [...options.keys()].some((other) => nearest(other, [name], 2));
      const missing = (REQUIRED[driver ?? ''] ?? []).filter((name) => !isThere(name));
      if (missing.length === 0) continue;
      const names = missing.join(' and ');
      const hint = `Add ${names} to options. What is secret belongs in secret_options.`;
      report(path, `the log driver ${driver} does not start a container without ${names}`, hint);
    }
  }),
};

interface Option {
  readonly value: unknown;
  readonly path: Path;
}

interface Logs {
  readonly driver?: string;
  /** The options by name, also those that are secret; absent if they are not known. */
  readonly options?: ReadonlyMap<string, Option>;
  readonly path: Path;
}

const NOTHING: Logs = { path: [] };

/** The log driver of a definition, and its options. */
function logsOf({ path, value }: Definition): Logs {
  const { log_configuration: logs, overrides } = value;
  const at = [...path, 'log_configuration'];
  if (!isPlainMapping(logs) || (isPlainMapping(overrides) && hasSecretOptions(overrides))) return NOTHING;
  const { log_driver: driver = 'awslogs', options: own = {}, secret_options: secret = {} } = logs as Mapping;
  if (typeof driver !== 'string' || !isPlainMapping(own) || !isPlainMapping(secret)) return NOTHING;
  const placed = (mapping: Mapping, key: string) =>
    Object.entries(mapping).map(([name, option]) => [name, { value: option, path: [...at, key, name] }] as const);
  return { driver, options: new Map([...placed(secret, 'secret_options'), ...placed(own, 'options')]), path: at };
}

/** Which replace all of `secret_options`. */
const hasSecretOptions = (overrides: Mapping) =>
  Object.hasOwn(section(section(overrides, 'ContainerProperties'), 'LogConfiguration'), 'SecretOptions');
