import { isMapping, type Path } from '../template/template.js';
import { overriddenIn } from './overridden.js';
import { eachModule, type Report, type Rule } from './rule.js';

/** Docker’s value for no limit. */
const UNLIMITED = -1;

export const softOverHard: Rule = {
  code: 'soft-over-hard',
  severity: 'error',
  description: 'A soft limit that is higher than its hard limit.',
  check: eachModule((module, report) => {
    for (const { value, path } of module.definitions) {
      for (const [name, limit] of Object.entries(value.ulimits ?? {})) {
        const { soft, hard } = isMapping(limit) ? limit : {};
        compare(name, soft, hard, [...path, 'ulimits', name, 'soft'], report);
      }
    }
    for (const { property, value: soft, within, path } of overriddenIn(module)) {
      if (property !== 'ContainerProperties.Ulimits.SoftLimit') continue;
      compare(String(within['Name']), soft, within['HardLimit'], path, report);
    }
  }),
};

function compare(name: string, soft: unknown, hard: unknown, path: Path, report: Report): void {
  if (typeof soft !== 'number' || typeof hard !== 'number' || hard === UNLIMITED) return;
  if (soft !== UNLIMITED && soft <= hard) return;
  const message = `the soft limit ${soft} of ${name} is higher than its hard limit ${hard}`;
  report(path, message, `Lower ${path.at(-1)} to ${hard}, or raise the hard limit.`);
}
