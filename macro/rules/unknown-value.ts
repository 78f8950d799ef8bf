import { didYouMean, show } from '../diagnostics/diagnostics.js';
import { wordsOf } from '../schema/field.js';
import { isDynamic } from '../template/intrinsics.js';
import { REQUIREMENTS } from './changes.js';
import { keyOf, type Overridden, overriddenIn } from './overridden.js';
import { eachModule, type Rule } from './rule.js';
import { deviationsIn } from './specified.js';

export const unknownValue: Rule = {
  code: 'unknown-value',
  severity: 'warning',
  description: 'A word in overrides that AWS does not document for its property.',
  check: eachModule((module, report, { specification }) => {
    const seen = new Set<string>();
    for (const each of overriddenIn(module)) {
      const words = wordsFor(each);
      const text = String(each.value);
      // Some of AWS's words are not case-sensitive, and no page says which are.
      if (
        words === undefined ||
        isDynamic(each.value) ||
        words.some((word) => word.toLowerCase() === text.toLowerCase())
      )
        continue;
      seen.add(String(each.path));
      report(each.path, `expected ${words.join(' or ')}; received ${show(each.value)}`, didYouMean(text, words));
    }
    for (const { kind, path, message, hint } of deviationsIn(module, specification))
      if (kind === 'word' && !seen.has(String(path))) report(path, message, hint);
  }),
};

/** The words for a value, by the key of the language that sets the same property. */
function wordsFor(each: Overridden): readonly string[] | undefined {
  if (each.property === 'ContainerProperties.ResourceRequirements.Type') return Object.keys(REQUIREMENTS);
  const key = keyOf(each);
  return key && !key.field.isPartial ? wordsOf(key.literal) : undefined;
}
