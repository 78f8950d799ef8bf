/**
 * Wraps a template's references to modules in random intrinsic functions, for comparison with the same template with
 * parameters in their place. Inside any function, a reference must have the same result as the parameter.
 */

import fc from 'fast-check';
import { templateReferences } from '../../macro/template/references.js';
import { isMapping, type Mapping, type Path, section, type Template } from '../../macro/template/template.js';
import { CONDITIONS, contexts, type Filling, fill } from './contexts.js';
import { worth } from './intrinsics.js';

/** The names in contexts, apart from `Outside` and conditions. None of our templates contains them. */
const NAMES = ['Value', 'Value1', 'SomeParameter'];

const holes = { texts: [0], lists: [], names: NAMES };

/** Contexts that are functions, because the schema of a module would validate literals. */
const functions = (inSub: readonly number[]) =>
  contexts({ ...holes, inSub }).text.map((value) =>
    typeof value === 'string' ? { 'Fn::Join': ['', [value]] } : value,
  );

/** Contexts for a reference that is allowed in the text of a Sub, and for all others. */
export const textContexts = functions([0]);
export const otherContexts = functions([]);

/** A reference in the form of an `Fn::GetAtt` with a list of two, and its path. */
export interface Place {
  readonly path: Path;
  readonly attribute: string;
  readonly module: string;
}

/** The references to modules at places where a function around them is allowed. */
export function placesOf(template: Template): Place[] {
  const modules = Object.entries(section(template, 'Resources') as Record<string, Mapping>)
    .filter(([, resource]) => isMapping(resource))
    .filter(([, { Type }]) => Type === 'Provose::Batch' || Type === 'Custom::ProvoseBatch')
    .map(([id]) => id);
  if (Object.hasOwn(template, 'Provose::Batch')) modules.push('Provose');
  if (modules.length === 0) return [];
  return templateReferences(template).flatMap(({ kind, name, attribute, inSub, takes, path, guards }) => {
    // The target of a reference in a branch need not exist outside the branch.
    const isWrappable =
      guards.length === 0 && kind === 'GetAtt' && inSub === undefined && (takes === 'anything' || takes === 'text');
    if (!isWrappable || !modules.includes(name) || !attribute || attribute.endsWith('compute_environments')) return [];
    return [{ path, attribute, module: name }];
  });
}

/** The template with the values at the given paths replaced. */
function replaced(value: unknown, changes: ReadonlyMap<string, unknown>, path: Path = []): unknown {
  const key = JSON.stringify(path);
  if (changes.has(key)) return changes.get(key);
  if (Array.isArray(value)) return value.map((item, index) => replaced(item, changes, [...path, index]));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, replaced(item, changes, [...path, name])]),
  );
}

/**
 * The template with a context around the reference at each place, once with the reference and once with a parameter.
 */
export function wrapped(template: Template, places: readonly Place[], around: readonly unknown[]) {
  const reference = ({ module, attribute }: Place): Filling => ({
    value: { 'Fn::GetAtt': [module, attribute] },
    inSub: `${module}.${attribute}`,
  });
  const hole = (index: number): Filling => ({ value: { Ref: `Hole${index}` }, inSub: `Hole${index}` });
  const variant = (fillingAt: (place: Place, index: number) => Filling): Template => {
    const changes = places.map(
      (place, index) => [JSON.stringify(place.path), fill(around[index], [fillingAt(place, index)])] as const,
    );
    const changed = replaced(template, new Map(changes)) as Template;
    const alone = Object.fromEntries(places.map((place, index) => [`Alone${index}`, reference(place).value]));
    const declared = Object.fromEntries(
      [...NAMES, ...places.map((_, index) => `Hole${index}`)].map((name) => [name, { Type: 'String', Default: 'x' }]),
    );
    const conditions = Object.fromEntries(CONDITIONS.map((name) => [name, { 'Fn::Equals': ['a', 'b'] }]));
    return {
      ...changed,
      Parameters: { ...section(changed, 'Parameters'), ...declared },
      Conditions: { ...section(changed, 'Conditions'), ...conditions },
      Resources: {
        ...section(changed, 'Resources'),
        Outside: { Type: 'AWS::SNS::Topic' },
        Alone: { Type: 'AWS::SNS::Topic', Properties: alone },
      },
    };
  };
  return { referring: variant(reference), opaque: variant((_, index) => hole(index)) };
}

/** The values of both templates, without the custom resources that read the values of references. */
export function compared(referring: Template, opaque: Template, count: number) {
  const conditions = { Yes: true, No: false };
  const { Alone } = section(referring, 'Resources') as Record<string, { Properties: Mapping }>;
  const alone = worth(Alone?.Properties, { parameters: {}, conditions }) as Mapping;
  const parameters = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`Hole${index}`, alone[`Alone${index}`]]),
  );
  const seen = (template: Template) => {
    const resources = Object.entries(section(template, 'Resources')).filter(
      ([, resource]) => (resource as Mapping)['Type'] !== 'Custom::ProvoseExport',
    );
    return worth(
      { Resources: Object.fromEntries(resources), Outputs: template['Outputs'] },
      { parameters, conditions },
    );
  };
  return { actual: seen(referring), expected: seen(opaque) };
}

/** One context for each place. */
export const contextsFor = (places: readonly Place[]): fc.Arbitrary<unknown[]> =>
  fc.tuple(...places.map(({ attribute }) => (attribute.includes('-') ? otherContexts : textContexts)));
