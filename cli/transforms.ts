/**
 * The transforms of a template beside this macro. CloudFormation runs each `Fn::Transform` first, the deepest before
 * the others, then the transforms of the list in its order; see
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html. What runs before the macro
 * changes what the macro is given. None of that runs here, so what it may change is only warned of.
 */

import type { Diagnostic } from '../macro/diagnostics/diagnostics.js';
import { EXTENSIONS_FIRST, isExtension, LOOP } from '../macro/read/evaluate.js';
import { isMapping, type Path, type Template, textOf } from '../macro/template/template.js';

const EXTENSIONS = 'AWS::LanguageExtensions';
const CALL = 'Fn::Transform';

/** Whether a transform only adds to a template, as AWS's own do but for one that puts a file in any place. */
const onlyAdds = (name: string) => name.startsWith('AWS::') && name !== 'AWS::Include';

export class Transforms {
  /** The template without the macro among its transforms. */
  readonly rest: Template;
  /** Whether the template names the macro. */
  readonly isNamed: boolean;
  /** The parameters that the macro is given; it takes none. */
  readonly parameters: readonly string[];
  /** Whether no other transform can add to the template. */
  readonly isComplete: boolean;
  /** What runs before the macro, in words. */
  readonly first: string;
  readonly #template: Template;
  readonly #before: readonly string[];
  /** The mappings that are not as they will be: each has a key that stands for others. */
  readonly #unsettled: ReadonlySet<string>;

  constructor(template: Template, macroName: string) {
    const { Transform: value } = template;
    const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
    const names = list.map((item) => textOf(isMapping(item) ? item['Name'] : item));
    const index = names.findIndex((name) => name === macroName || name.endsWith(`::${macroName}`));
    const own = list[index];
    const others = list.filter((_, position) => position !== index);
    this.isNamed = index >= 0;
    this.rest = this.isNamed ? withTransforms(template, others) : template;
    this.parameters = isMapping(own) && isMapping(own['Parameters']) ? Object.keys(own['Parameters']) : [];
    this.#template = template;
    this.#before = names.slice(0, Math.max(index, 0));
    const marks = keysIn(this.rest, (key) => key === CALL || key.startsWith(LOOP));
    const calls = marks.filter(({ key }) => key === CALL);
    this.isComplete =
      calls.length === 0 &&
      names.every((name, place) => place === index || (name === EXTENSIONS && marks.length === 0));
    const unsettled = marks.filter(({ key }) => this.#runsFirst(key));
    this.#unsettled = new Set(unsettled.map(({ path }) => JSON.stringify(path)));
    this.first = [...new Set([...calls.map(({ key }) => key), ...this.#before])].join(', ');
  }

  /** A diagnostic of the macro: a warning where what runs before it may make it untrue. */
  asKnownHere(diagnostic: Diagnostic): Diagnostic {
    const mayChange = this.#before.some((name) => !onlyAdds(name)) || this.#isUnsettled(diagnostic.path);
    if (diagnostic.severity === 'warning' || !(mayChange || this.#isWorkedOut(diagnostic))) return diagnostic;
    const why = `${this.first} runs before the macro and may change this.`;
    const hint = diagnostic.hint === EXTENSIONS_FIRST ? why : `${why} ${diagnostic.hint}`;
    return { ...diagnostic, severity: 'warning', hint };
  }

  /** Whether a function is worked out before the macro runs. */
  #runsFirst(name: string, argument?: unknown): boolean {
    if (name === CALL) return true;
    const hasDefault = name === 'Fn::FindInMap' && Array.isArray(argument) && argument.length > 3;
    return this.#before.includes(EXTENSIONS) && (isExtension(name) || hasDefault);
  }

  /** Whether a place is a mapping that is not as it will be, or is inside what stands for others. */
  #isUnsettled(path: Path): boolean {
    return [...path, undefined].some((key, end) => {
      const isMark = key === undefined || this.#runsFirst(String(key));
      return isMark && this.#unsettled.has(JSON.stringify(path.slice(0, end)));
    });
  }

  /** Whether a value that must be known depends on functions that are worked out before the macro runs. */
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
  /** The mapping that has the key. */
  readonly path: Path;
}

/** A place in a template, from the bottom: a template may be deep, and only few places are asked for. */
interface Place {
  readonly value: unknown;
  readonly key?: string | number;
  readonly above?: Place;
}

/** The keys of mappings that are wanted, in no particular order. Without recursion, as a template may be of any depth. */
function keysIn(template: unknown, isWanted: (key: string, value: unknown) => boolean): Key[] {
  const found: Key[] = [];
  const rest: Place[] = [{ value: template }];
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value } = next;
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    for (const [key, item] of Object.entries(value)) {
      if (!isList && isWanted(key, item)) found.push({ key, path: pathOf(next) });
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
