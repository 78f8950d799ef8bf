/**
 * The meaning of unquoted scalars in CloudFormation, which reads YAML 1.1 with SnakeYAML. The patterns and values are
 * those of SnakeYAML 1.30 to 2.6 (`org.yaml.snakeyaml.resolver.Resolver`), except that dates are text in
 * CloudFormation. AWS does not document its version. Up to 1.29, digits that start with 0 but are not octal were
 * numbers, and CloudFormation read `012345678901` as such in 2022 (https://github.com/aws/aws-cli/issues/6908).
 */

import type { ScalarTag } from 'yaml';

const YAML = 'tag:yaml.org,2002:';
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const INT =
  /^(?:[-+]?0b_*[01][01_]*|[-+]?0_*[0-7][0-7_]*|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x_*[0-9a-fA-F][0-9a-fA-F_]*|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** Digits that SnakeYAML up to 1.29 reads as a number, and later versions as text. */
const DOUBTFUL = /^[-+]?0[0-9_]*[89][0-9_]*$/;

type Resolve = ScalarTag['resolve'];

const bool: Resolve = (text, onError) => {
  if (!TRUE.test(text) && !FALSE.test(text)) onError(`${text} is not a boolean`);
  return TRUE.test(text);
};

const number =
  (read: (text: string) => number): Resolve =>
  (text, onError) => {
    const value = read(text);
    if (Number.isNaN(value) && text.toLowerCase() !== '.nan') onError(`${text} is not a number`);
    return value;
  };

/** SnakeYAML rejects a `<<` that is not a key. */
const misplacedMerge: Resolve = (text, onError) => {
  onError(`${text} is a merge key, not a value`);
  return text;
};

const implicit: ScalarTag[] = [
  { tag: `${YAML}null`, default: true, test: /^(?:~|null|Null|NULL)?$/, resolve: () => null },
  { tag: `${YAML}bool`, default: true, test: new RegExp(`${TRUE.source}|${FALSE.source}`), resolve: bool },
  { tag: `${YAML}int`, default: true, test: INT, resolve: number(toInteger) },
  { tag: `${YAML}float`, default: true, test: FLOAT, resolve: number(toFloat) },
];

/** The scalar types of SnakeYAML, each for matching unquoted text and for an explicit tag such as `!!int`. */
export const scalarTags: ScalarTag[] = [
  ...implicit,
  ...implicit.map(({ tag, resolve }) => ({ tag, resolve })),
  { tag: '!<<', default: true, test: /^<<$/, resolve: misplacedMerge },
];

/** Whether unquoted text is read as a number by SnakeYAML up to 1.29, but as text by later versions. */
export const isDoubtful = (text: string) => DOUBTFUL.test(text);

/** The number as JSON represents it. An integer beyond 2^53 is rounded, as in the macro. */
function toInteger(text: string): number {
  const { sign, digits } = split(text);
  if (!INT.test(text)) return Number.NaN;
  if (!digits.includes(':')) return Number(sign * BigInt(/^0\d/.test(digits) ? `0o${digits}` : digits));
  // SnakeYAML sums sexagesimal digits in 32 bits.
  const sum = digits.split(':').reduce((high, part) => high * 60n + BigInt(part), 0n);
  return Number(sign * BigInt.asIntN(32, sum));
}

function toFloat(text: string): number {
  const { sign, digits } = split(text.toLowerCase());
  if (digits === '.inf') return Number(sign) * Number.POSITIVE_INFINITY;
  // Starts at the last digit, as SnakeYAML does, because the order affects the last bit.
  const value = digits
    .split(':')
    .reduceRight(({ sum, base }, part) => ({ sum: sum + Number(part) * base, base: base * 60 }), {
      sum: 0,
      base: 1,
    }).sum;
  return /\d/.test(digits) ? Number(sign) * value : Number.NaN;
}

function split(text: string) {
  const bare = text.replaceAll('_', '');
  return { sign: bare.startsWith('-') ? -1n : 1n, digits: bare.replace(/^[-+]/, '') };
}
