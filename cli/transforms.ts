/**
 * The other transforms of a template. CloudFormation runs each `Fn::Transform` first, starting with the deepest, then
 * the transforms of the list in order; see
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html. Transforms that run before
 * the macro change its input. They do not run here, so errors in anything they may change become warnings.
 */

import type { Diagnostic } from '../macro/diagnostics/diagnostics.js';
import { EXTENSIONS_FIRST, isExtension, LOOP } from '../macro/read/evaluate.js';
import { EXTENSIONS } from '../macro/template/intrinsics.js';
import { isMapping, type Path, type Template, textOf } from '../macro/template/template.js';
import { addedBy } from './added-names.js';

const CALL = 'Fn::Transform';

/** Whether a transform only adds to a template. AWS's own transforms do, except AWS::Include. */
const onlyAdds = (name: string) => name.startsWith('AWS::') && name !== 'AWS::Include';

export class Transforms {
  /** The template without the macro among its transforms. */
  readonly rest: Template;
  /** Whether the template lists the macro. */
  readonly isNamed: boolean;
  /** The names of all transforms, in their order. */
  readonly names: readonly string[];
  /** The parameters passed to the macro, which takes none. */
  readonly parameters: readonly string[];
  /** Whether no other transform can add to the template. */
  readonly isComplete: boolean;
  /** Whether a transform, an include or a loop can add something with a name. */
  readonly canBeAdded: (name: string) => boolean;
  /** The names of the transforms that run before the macro, as text. */
  readonly first: string;
  readonly #template: Template;
  readonly #before: readonly string[];
  /** The mappings that may still change, because a transform or loop will replace one of their keys. */
  readonly #unsettled: ReadonlySet<string>;

  constructor(template: Template, macroName: string) {
    const { Transform: value } = template;
    const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
    const names = list.map((item) => textOf(isMapping(item) ? item['Name'] : item));
    const index = names.findIndex((name) => name === macroName || name.endsWith(`::${macroName}`));
    const own = list[index];
    const others = list.filter((_, position) => position !== index);
    this.names = names;
    this.isNamed = index >= 0;
    this.rest = this.isNamed ? withTransforms(template, others) : template;
    this.parameters = isMapping(own) && isMapping(own['Parameters']) ? Object.keys(own['Parameters']) : [];
    this.#template = template;
    this.#before = names.slice(0, Math.max(index, 0));
    const marks = keysIn(this.rest, (key) => key === CALL || key.startsWith(LOOP));
    const calls = marks.filter(({ key }) => key === CALL);
    const loops = marks.filter(({ key }) => key !== CALL).map(({ value }) => value);
    this.canBeAdded = addedBy(this.rest, names.toSpliced(index, this.isNamed ? 1 : 0), loops);
    this.isComplete =
      calls.length === 0 &&
      names.every((name, place) => place === index || (name === EXTENSIONS && marks.length === 0));
    const unsettled = marks.filter(({ key }) => this.#runsFirst(key));
    this.#unsettled = new Set(unsettled.map(({ path }) => JSON.stringify(path)));
    this.first = [...new Set([...calls.map(({ key }) => key), ...this.#before])].join(', ');
  }

  /** Whether a diagnostic of the macro asks for what the template does: its loops are expanded first. */
  isFixed({ code }: Diagnostic): boolean {
    return code === 'module-in-loop' && this.#before.includes(EXTENSIONS);
  }

  /** A diagnostic of the macro, downgraded to a warning if a transform that runs before the macro may make it false. */
  asKnownHere(diagnostic: Diagnostic): Diagnostic {
    const mayChange = this.#before.some((name) => !onlyAdds(name)) || this.#isUnsettled(diagnostic.path);
    if (diagnostic.severity === 'warning' || !(mayChange || this.#isWorkedOut(diagnostic))) return diagnostic;
    const why = `${this.first} runs before the macro and may change this.`;
    const hint = diagnostic.hint === EXTENSIONS_FIRST ? why : `${why} ${diagnostic.hint}`;
    return { ...diagnostic, severity: 'warning', hint };
  }

  /** Whether a function is evaluated before the macro runs. */
  #runsFirst(name: string, argument?: unknown): boolean {
    if (name === CALL) return true;
    const hasDefault = name === 'Fn::FindInMap' && Array.isArray(argument) && argument.length > 3;
    return this.#before.includes(EXTENSIONS) && (isExtension(name) || hasDefault);
  }

  /** Whether a path is a mapping that may still change, or is inside a transform or loop. */
  #isUnsettled(path: Path): boolean {
    return [...path, undefined].some((key, end) => {
      const isMark = key === undefined || this.#runsFirst(String(key));
      return isMark && this.#unsettled.has(JSON.stringify(path.slice(0, end)));
    });
  }

  /** Whether a value that must be known depends on functions that are evaluated before the macro runs. */
  #isWorkedOut({ code, path }: Diagnostic): boolean {
    if (code !== 'unknown-at-expansion') return false;
    const { Conditions, Mappings } = this.#template;
    const value = path.reduce<unknown>(
      (inner, key) => (inner as Record<string | number, unknown>)[key],
      this.#template,
    );
    return keysIn([value, Conditions, Mappings], (key, argument) => this.#runsFirst(key, argument)).length > 0;
  }
}

function withTransforms(template: Template, transforms: readonly unknown[]): Template {
  const entries = Object.entries(template).filter(([key]) => key !== 'Transform' || transforms.length > 0);
  return Object.fromEntries(entries.map(([key, entry]) => [key, key === 'Transform' ? transforms : entry]));
}

interface Key {
  readonly key: string;
  readonly value: unknown;
  /** The mapping that has the key. */
  readonly path: Path;
}

/** A place in a template, linked to its parent. Building a path for every place of a deep template would be slow. */
interface Place {
  readonly value: unknown;
  readonly key?: string | number;
  readonly above?: Place;
}

/** The mapping keys that match, in no particular order. Iterative, because a template can have any depth. */
function keysIn(template: unknown, isWanted: (key: string, value: unknown) => boolean): Key[] {
  const found: Key[] = [];
  const rest: Place[] = [{ value: template }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value } = next;
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    for (const [key, item] of Object.entries(value)) {
      if (!isList && isWanted(key, item)) found.push({ key, value: item, path: pathOf(next) });
      if (typeof item === 'object') rest.push({ value: item, key: isList ? Number(key) : key, above: next });
    }
  }
  return found;
}

function pathOf(place: Place): Path {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at?.key !== undefined; at = at.above) path.unshift(at.key);
  return path;
}
