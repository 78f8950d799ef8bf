import { didYouMean, nearest, show } from '../diagnostics/diagnostics.js';
import type { Definition } from '../read/module.js';
import { MODES, optionsOf, REQUIRED } from '../schema/log-options.js';
import { isPlainMapping, isUnseen } from '../template/intrinsics.js';
import type { Mapping, Path } from '../template/template.js';
import { type Effective, effective } from './capacity.js';
import { eachModule, type Rule } from './rule.js';

export const logOptions: Rule = {
  code: 'log-options',
  severity: 'warning',
  description: 'Options with which the log driver does not start a container: misspelled, missing, or of another mode.',
  check: eachModule(({ definitions }, report) => {
    for (const definition of definitions) {
      const { log_configuration: own, overrides } = definition.value;
      const { driver, options, path } = own || overrides ? logsOf(definition) : NOTHING;
      const known = driver === undefined ? undefined : optionsOf(driver);
      if (!known || !options) continue;
      for (const [name, option] of options) {
        // Later versions have more options, so that only a difference of two letters is certainly a mistake.
        const near = known.includes(name) ? undefined : nearest(name, known, 2);
        if (near !== undefined)
          report(option.path, `the log driver ${driver} has no option ${show(name)}`, `Did you mean ${near}?`);
      }
      const mode = options.get('mode');
      if (typeof mode?.value === 'string' && !isUnseen(mode.value) && !MODES.includes(mode.value)) {
        const message = `expected ${MODES.join(' or ')}; received ${show(mode.value)}`;
        report(mode.path, message, didYouMean(mode.value, MODES));
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

interface Logs {
  readonly driver?: string;
  /** The options by name, also those that are secret; absent if they are not known. */
  readonly options?: ReadonlyMap<string, Effective>;
  readonly path: Path;
}

const NOTHING: Logs = { path: [] };

/** The log driver of a definition and its options, with those of overrides. */
function logsOf({ path, value }: Definition): Logs {
  const { overrides } = value;
  const own: Mapping = value.log_configuration ?? {};
  const at = [...path, 'log_configuration'];
  const over = (property: string, written: unknown) =>
    effective({ value: written, path: at }, overrides, [...path, 'overrides'], [...LOGS, property]);
  const driver = over('LogDriver', own['log_driver'] ?? 'awslogs').value;
  const others = [over('Options', {}), over('SecretOptions', [])];
  if (typeof driver !== 'string' || !isPlainMapping(others[0]?.value) || others[1]?.path !== at) return NOTHING;
  const options = new Map<string, Effective>();
  for (const [mapping, place] of [
    [own['secret_options'], [...at, 'secret_options']],
    [own['options'], [...at, 'options']],
    [others[0].value, others[0].path],
  ] as const) {
    if (mapping === undefined) continue;
    if (!isPlainMapping(mapping)) return NOTHING;
    for (const [name, option] of Object.entries(mapping)) options.set(name, { value: option, path: [...place, name] });
  }
  return { driver, options, path: at };
}

const LOGS = ['ContainerProperties', 'LogConfiguration'];
