import type { Path } from '../template/template.js';
import { overridesOf } from './overrides.js';
import { eachModule, type Report, type Rule } from './rule.js';

export const nullInList: Rule = {
  code: 'null-in-list',
  severity: 'error',
  description: 'A null in a list of overrides, where it cannot remove anything.',
  check: eachModule((module, report) => {
    for (const { over, at } of overridesOf(module)) checkValue(over, at, report);
  }),
};

function checkValue(value: unknown, path: Path, report: Report): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    if (item !== null || !Array.isArray(value)) checkValue(item, place, report);
    else report(place, 'an entry of a list is null', 'Write a value, or remove the entry.');
  }
}
