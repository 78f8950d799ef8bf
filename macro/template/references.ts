/**
 * Finds and replaces the references in a template. This is the only traversal of intrinsic functions; it does not interpret
 * what references mean. A value in which nothing is replaced stays the identical object.
 */

import { argumentsOf, type Intrinsic, isIntrinsic, type Named, namedBy, subOf, type Takes } from './intrinsics.js';
import { namesIn, substitute } from './substitute.js';
import { isMapping, type Mapping, mapValues, type Path, type Template } from './template.js';

/** A condition around a value: the branch of an `Fn::If`, or the `Condition` of a resource or output. */
export interface Guard {
  readonly condition: string;
  readonly holds: boolean;
}

/** Where a value stands. */
export interface Position {
  readonly path: Path;
  readonly takes: Takes;
  readonly guards: readonly Guard[];
}

/** A position during the traversal. Its path is computed only if there is a reference. */
interface Place extends Omit<Position, 'path'> {
  readonly above: Place | Path;
  readonly key: string | number;
  /** The identifiers of enclosing loops, which are replaced in all texts. */
  readonly loops?: readonly string[];
  /** Receives every function. */
  readonly onCall?: (call: Call) => void;
}

/** A function, and where it stands. */
export interface Call extends Position {
  readonly name: string;
  readonly argument: unknown;
}

export interface Uses {
  readonly references: readonly Reference[];
  readonly calls: readonly Call[];
}

/** What an intrinsic function, a `DependsOn` or a `Condition` names, and where. */
export interface Reference extends Position {
  readonly kind: Named['kind'] | 'DependsOn';
  readonly name: string;
  readonly attribute?: string | undefined;
  /** The text between the braces, if the reference is in the text of an `Fn::Sub`. */
  readonly inSub?: string;
}

/** Receives a reference. Its result replaces the reference, unless it is `undefined`. */
export type Visit = (reference: Reference) => unknown;

/** Sections in which CloudFormation resolves no intrinsic functions. */
const OPAQUE = ['AWSTemplateFormatVersion', 'Description', 'Transform', 'Metadata'];
/** What is valid in sections that are resolved before any resource exists. */
const EARLY: Readonly<Record<string, Takes>> = {
  Parameters: 'nothing',
  Mappings: 'literal',
  Conditions: 'literal',
  Rules: 'literal',
};

/** Visits the references of a template, section by section. */
export function visitTemplate(template: Template, visit: Visit): Template {
  return mapSame(template, (value, key) => {
    const name = String(key);
    if (OPAQUE.includes(name)) return value;
    const position: Place = { above: [], key: name, takes: EARLY[name] ?? 'anything', guards: [] };
    if (name === 'Resources') return visitEach(value, position, visit, visitResource);
    if (name === 'Outputs') return visitEach(value, position, visit, visitOutput);
    return visitValue(value, position, visit);
  }) as Template;
}

/** All references of a template, in order. */
export const templateReferences = (template: Template): Reference[] =>
  collect((visit) => visitTemplate(template, visit));

/** All references of a resource, including those in its attributes. */
export const resourceReferences = (id: string, resource: unknown): Reference[] =>
  collect((visit) => visitResource(resource, startAt(['Resources', id]), visit));

/** All references and functions of a resource. */
export const resourceUses = (id: string, resource: unknown): Uses =>
  collectUses(resource, ['Resources', id], visitResource);

/** All references in a value at any depth. */
export const references = (value: unknown, path: Path): Reference[] => collect((visit) => visitAll(value, visit, path));

/** Visits the references of a value. */
export const visitAll = (value: unknown, visit: Visit, path: Path = []): unknown =>
  visitValue(value, startAt(path), visit);

/** All references and functions in a value, outer functions first. */
export const uses = (value: unknown, path: Path): Uses => collectUses(value, path, visitValue);

function collectUses(value: unknown, path: Path, visitPart: typeof visitValue): Uses {
  const calls: Call[] = [];
  const place = { ...startAt(path), onCall: (call: Call) => void calls.push(call) };
  return { references: collect((visit) => visitPart(value, place, visit)), calls };
}

const startAt = (path: Path): Place => ({
  above: path.slice(0, -1),
  key: path.at(-1) ?? '',
  takes: 'anything',
  guards: [],
});

function collect(traverse: (visit: Visit) => unknown): Reference[] {
  const found: Reference[] = [];
  traverse((reference) => void found.push(reference));
  return found;
}

/** Visits the entries of Resources or Outputs. Those of an `Fn::ForEach` are in its third argument. */
function visitEach(value: unknown, place: Place, visit: Visit, visitEntry: typeof visitValue): unknown {
  return mapSame(value, (entry, name) => {
    const own = inside(place, name);
    if (!String(name).startsWith('Fn::ForEach::') || !Array.isArray(entry)) return visitEntry(entry, own, visit);
    return mapSame(entry, (argument, index) => {
      if (index === 2) return visitEach(argument, inLoop(inside(own, index), entry[0]), visit, visitEntry);
      return visitValue(argument, inside(own, index, 'literal'), visit);
    });
  });
}

function visitResource(resource: unknown, place: Place, visit: Visit): unknown {
  const guarded = guardedBy(resource, place, visit);
  return mapSame(resource, (value, attribute) => {
    switch (attribute) {
      case 'DependsOn':
        return visitDependsOn(value, inside(guarded, attribute), visit);
      case 'Type':
      case 'Condition':
      case 'DeletionPolicy':
      case 'UpdateReplacePolicy':
        return visitValue(value, inside(guarded, attribute, 'literal'), visit);
      default:
        return visitValue(value, inside(guarded, attribute), visit);
    }
  });
}

function visitOutput(output: unknown, place: Place, visit: Visit): unknown {
  const guarded = guardedBy(output, place, visit);
  return mapSame(output, (value, key) => {
    return visitValue(value, inside(guarded, key, key === 'Value' ? 'text' : 'literal'), visit);
  });
}

/** The place inside a resource or output, guarded by its Condition. */
function guardedBy(value: unknown, place: Place, visit: Visit): Place {
  const condition = isMapping(value) ? value['Condition'] : undefined;
  if (typeof condition !== 'string') return place;
  visit(at(inside(place, 'Condition'), { kind: 'Condition', name: condition }));
  return { ...place, guards: [...place.guards, { condition, holds: true }] };
}

/** Visits one logical id or a list. Each can be replaced by several. */
function visitDependsOn(value: unknown, place: Place, visit: Visit): unknown {
  const names: unknown[] = Array.isArray(value) ? value : [value];
  const visited = names.map((name) =>
    typeof name === 'string' ? visit(at(place, { kind: 'DependsOn', name })) : undefined,
  );
  if (visited.every((replacement) => replacement === undefined)) return value;
  return [...new Set(names.flatMap((name, index) => visited[index] ?? name))];
}

/** Visits the references of a value at any depth. */
function visitValue(value: unknown, place: Place, visit: Visit): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isIntrinsic(value)) return visitIntrinsic(value, place, visit);
  const takes = place.takes === 'list' ? 'text' : place.takes;
  return mapSame(value, (item, key) =>
    typeof item === 'object' ? visitValue(item, inside(place, key, takes), visit) : item,
  );
}

function visitIntrinsic(value: Intrinsic, place: Place, visit: Visit): unknown {
  const [[name = '', argument] = []] = Object.entries(value);
  place.onCall?.({ path: pathOf(place), takes: place.takes, guards: place.guards, name, argument });
  if (name === 'Fn::Sub') return visitSub(value, place, visit);
  const reference = namedBy(name, argument);
  const replacement = reference && visit(at(place, reference));
  if (replacement !== undefined) return replacement;
  const inner = inside(place, name);
  if (name === 'Fn::If' && Array.isArray(argument)) {
    const [condition] = argument;
    return mapSame(value, () =>
      mapSame(argument, (item, index) => {
        const guard = typeof condition === 'string' && { condition, holds: index === 1 };
        const guards = guard && index !== 0 ? [...inner.guards, guard] : inner.guards;
        return visitValue(item, { ...inside(inner, index), guards }, visit);
      }),
    );
  }
  const takes = argumentsOf(name, place.takes);
  if (!Array.isArray(argument) || !Array.isArray(takes)) {
    const [all = place.takes] = [takes].flat();
    return mapSame(value, () => visitValue(argument, inside(place, name, all), visit));
  }
  return mapSame(value, () =>
    mapSame(argument, (item, index) =>
      visitValue(item, inside(inner, index, takes[index as number] ?? 'literal'), visit),
    ),
  );
}

function visitSub(value: Intrinsic, place: Place, visit: Visit): unknown {
  const sub = subOf(value);
  const inner = inside(place, 'Fn::Sub');
  if (!sub) return mapSame(value, (argument) => visitValue(argument, inner, visit));
  const takes = place.takes === 'anything' || place.takes === 'list' ? 'text' : place.takes;
  const visited = mapSame(sub.variables, (item, name) =>
    visitValue(item, inside(inside(inner, 1), name, takes), visit),
  ) as Mapping;
  const replacements = new Map<string, unknown>();
  for (const name of namesIn(sub.text)) {
    if (Object.hasOwn(sub.variables, name)) continue;
    const [id = '', ...rest] = name.split('.');
    const attribute = rest.length > 0 ? rest.join('.') : undefined;
    const kind = attribute === undefined ? 'Ref' : 'GetAtt';
    const replacement = visit(at({ ...place, takes }, { kind, name: id, attribute, inSub: name }));
    if (replacement !== undefined) replacements.set(name, replacement);
  }
  if (replacements.size === 0 && visited === sub.variables) return value;
  return substitute({ text: sub.text, variables: visited }, replacements, place.loops);
}

/** The place of an entry, at which the same is valid as for the whole by default. */
function inside(place: Place, key: string | number, takes = place.takes): Place {
  return { ...place, above: place, key, takes };
}

/** The place inside a loop over an identifier. */
function inLoop(place: Place, identifier: unknown): Place {
  return typeof identifier === 'string' ? { ...place, loops: [...(place.loops ?? []), identifier] } : place;
}

/** The reference to a name at a place. */
function at(place: Place, named: Omit<Reference, keyof Position>): Reference {
  return { path: pathOf(place), takes: place.takes, guards: place.guards, ...named };
}

function pathOf({ above, key }: Place): Path {
  return [...('key' in above ? pathOf(above) : above), key];
}

/** Changes each entry of a list or mapping. If no entry changes, the result is the identical object. */
function mapSame(value: unknown, change: (item: unknown, key: string | number) => unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(change);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  return isMapping(value) ? mapValues(value, change) : value;
}
