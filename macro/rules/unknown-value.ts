import { didYouMean, show } from '../diagnostics/diagnostics.js';
import { IMAGE_TYPES } from '../schema/ec2-instances.js';
import { wordsOf } from '../schema/inside.js';
import { REASONS } from '../schema/job-queue.js';
import { LIMITS } from '../schema/linux.js';
import { LOG_DRIVERS } from '../schema/log-configuration.js';
import { isDynamic } from '../template/intrinsics.js';
import { REQUIREMENTS } from './changes.js';
import { keyOf, type Overridden, overriddenIn } from './overridden.js';
import { eachModule, type Rule } from './rule.js';
import { deviationsIn } from './specified.js';

export const unknownValue: Rule = {
  code: 'unknown-value',
  severity: 'warning',
  description: 'A word in overrides, or a version of the Fargate platform, that AWS does not document.',
  check: eachModule((module, report, { compare }) => {
    for (const { path, value } of module.definitions) {
      const { platform_version: version } = value;
      if (typeof version !== 'string' || isDynamic(version) || VERSION.test(version)) continue;
      const message = `expected a version of the Fargate platform, such as LATEST or 1.4.0; received ${show(version)}`;
      report([...path, 'platform_version'], message, 'Remove it, or use LATEST.');
    }
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
    for (const { kind, path, message, hint } of deviationsIn(module, compare))
      if (kind === 'word' && !seen.has(String(path))) report(path, message, hint);
  }),
};

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html */
const VERSION = /^(LATEST|1\.[0-4]\.0)$/;

/** The words of properties that no key sets alone, or with fewer words. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'ContainerProperties.ResourceRequirements.Type': Object.keys(REQUIREMENTS),
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
  'ComputeResources.Ec2Configuration.ImageType': [
    ...IMAGE_TYPES,
    ...IMAGE_TYPES.map((name) => name.replace('ECS', 'EKS')),
  ],
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_LogConfiguration.html
  'ContainerProperties.LogConfiguration.LogDriver': [...LOG_DRIVERS, 'awsfirelens'],
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_Ulimit.html
  'ContainerProperties.Ulimits.Name': LIMITS,
  'JobStateTimeLimitActions.Reason': REASONS,
};

/** The words for a value, by the key of the language that sets the same property. */
function wordsFor(each: Overridden): readonly string[] | undefined {
  if (Object.hasOwn(WORDS, each.property)) return WORDS[each.property];
  const key = keyOf(each);
  return key && !key.field.isPartial ? wordsOf(key.literal) : undefined;
}
