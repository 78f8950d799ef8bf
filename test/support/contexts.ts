/**
 * Generates everything that CloudFormation allows around a reference: every intrinsic function, nested, with parameters
 * and `Sub` variables whose names deliberately collide. A reference is a hole, to be filled later.
 */

import fc from 'fast-check';

/** The place of a reference: `{ hole: 0 }`, or `${hole:0}` in the text of a Sub. */
export interface Hole {
  readonly hole: number;
}

/** The content of a hole: a value, and its form between the braces of a Sub. */
export interface Filling {
  readonly value: unknown;
  readonly inSub: string;
}

/** Names that parameters, variables and generated names could share. */
export const NAMES = ['Value', 'Value1', 'Stage', 'Provose', 'x'] as const;
export const CONDITIONS = ['Yes', 'No'] as const;

const isHole = (value: unknown): value is Hole =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'hole');

/** Fills every hole of a context. */
export function fill(value: unknown, fillings: readonly Filling[]): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{hole:(\d)\}/g, (_, index) => `\${${fillings[index]?.inSub}}`);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isHole(value)) return fillings[value.hole]?.value;
  if (Array.isArray(value)) return value.map((item) => fill(item, fillings));
  // A variable can have the name of a reference, and then hides it.
  const entries = Object.entries(value).map(([key, item]) => [
    key.replace(/^hole:(\d)$/, (_, index) => fillings[index]?.inSub ?? key),
    fill(item, fillings),
  ]);
  return Object.fromEntries(entries);
}

/** The parts of contexts. */
export interface Holes {
  /** The holes for text, and the holes for lists. */
  readonly texts: readonly number[];
  readonly lists: readonly number[];
  /** The text holes that can appear in the text of a Sub. */
  readonly inSub: readonly number[];
  /** The names of parameters and variables. */
  readonly names: readonly string[];
}

/** Contexts whose result is text, a list, or any value. */
export function contexts({ texts, lists, inSub, names }: Holes) {
  const hole = (indexes: readonly number[]) => fc.constantFrom(...indexes).map((index): Hole => ({ hole: index }));
  const literal = fc.constantFrom('', 'a', '$', '{', '{x}', '${', 'Value', 'a,b/c:d', '-');
  const condition = fc.constantFrom(...CONDITIONS);
  const delimiter = fc.constantFrom(',', '/', ':', '-', '');
  const name = fc.constantFrom(...names);
  const nameOfHole = (write: (index: number) => string) =>
    inSub.length > 0 ? [fc.constantFrom(...inSub).map(write)] : [];
  const piece = fc.oneof(
    ...nameOfHole((index) => `\${hole:${index}}`).map((arbitrary) => ({ weight: 3, arbitrary })),
    { weight: 2, arbitrary: name.map((each) => `\${${each}}`) },
    fc.constantFrom('${!Value}', '${Outside.TopicArn}', '${Outside}', '${AWS::Region}', ' ', '$', '{', '$$', 'x}', '}'),
  );
  // The separator prevents adjacent pieces from forming unintended placeholders.
  const written = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('|'));
  const { text, list, anything } = fc.letrec<{ text: unknown; list: unknown; anything: unknown }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      hole(texts),
      literal,
      name.map((each) => ({ Ref: each })),
      fc.constant({ 'Fn::GetAtt': ['Outside', 'TopicArn'] }),
      written.map((each) => ({ 'Fn::Sub': each })),
      fc
        .tuple(
          written,
          fc.dictionary(fc.oneof(name, ...nameOfHole((index) => `hole:${index}`)), tie('text'), {
            minKeys: 1,
            maxKeys: 3,
          }),
        )
        .map((pair) => ({ 'Fn::Sub': pair })),
      fc.tuple(delimiter, tie('list')).map((pair) => ({ 'Fn::Join': pair })),
      fc
        .array(tie('text'), { minLength: 1, maxLength: 3 })
        .map((items) => ({ 'Fn::Select': [items.length - 1, items] })),
      fc
        .tuple(fc.constantFrom(',', '/', ':'), tie('text'))
        .map((pair) => ({ 'Fn::Select': ['0', { 'Fn::Split': pair }] })),
      tie('text').map((value) => ({ 'Fn::Base64': value })),
      tie('anything').map((value) => ({ 'Fn::ToJsonString': value })),
      fc.tuple(condition, tie('text'), tie('text')).map((triple) => ({ 'Fn::If': triple })),
    ),
    list: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      ...(lists.length > 0 ? [hole(lists)] : []),
      fc.array(tie('text'), { minLength: 1, maxLength: 3 }),
      fc.tuple(fc.constantFrom(',', '/', ':'), tie('text')).map((pair) => ({ 'Fn::Split': pair })),
      fc.tuple(condition, tie('list'), tie('list')).map((triple) => ({ 'Fn::If': triple })),
      tie('text').map((block) => ({ 'Fn::Cidr': [block, 4, 8] })),
      fc.constant({ 'Fn::GetAZs': { Ref: 'AWS::Region' } }),
    ),
    anything: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      tie('text'),
      tie('list'),
      fc.array(tie('anything'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('A', 'DependsOn', 'Condition', 'Properties', 'Type', 'Outputs'), tie('anything'), {
        minKeys: 2,
        maxKeys: 3,
      }),
    ),
  }));
  return { text, list, anything };
}
