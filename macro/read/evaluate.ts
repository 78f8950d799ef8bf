/**
 * Evaluates intrinsic functions before deployment: parameters, the Region, `Fn::If` on the template's conditions and
 * `Fn::FindInMap`. It is used only for values that determine which resources exist; all other intrinsic functions pass
 * through. It never guesses: a value that it cannot know becomes an `Unknowable` with the reason.
 */

import { didYouMean, show } from '../diagnostics/diagnostics.js';
import { hasFunctionKeys, ifOf, isIntrinsic, PSEUDO_PARAMETERS } from '../template/intrinsics.js';
import type { Guard } from '../template/references.js';
import { type Context, isMapping, type Mapping, section, type Template, textOf } from '../template/template.js';

/** The prefix of a loop's key: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html */
export const LOOP = 'Fn::ForEach::';
/** The functions that AWS::LanguageExtensions adds, and evaluates if it runs before this macro. */
const EXTENSIONS = ['Fn::Length', 'Fn::ToJsonString'];
/** The fix where only the command line lacks a value: when CloudFormation calls the macro, the Region is known. */
export const GIVE_REGION = 'Specify it: --region REGION.';
export const EXTENSIONS_FIRST = 'List AWS::LanguageExtensions before this macro in Transform.';

/** Whether AWS::LanguageExtensions adds a function. */
export const isExtension = (name: string) => name.startsWith(LOOP) || EXTENSIONS.includes(name);

const KNOWN = 'Write a literal value, or a Ref to a template parameter of a plain type.';
const MAPPING = 'Write the mapping itself: its values can be functions.';

/** A value that is known only at deployment. */
export class Unknowable {
  constructor(
    readonly reason: string,
    readonly hint = KNOWN,
  ) {}

  /** The fix where only a mapping is valid, which no parameter can be. */
  get hintForMapping(): string {
    return this.hint === KNOWN ? MAPPING : this.hint;
  }
}

/** Evaluates the values of one template, and each condition only once. */
export class Evaluator {
  readonly #conditions: Map<string, boolean | Unknowable>;

  /** @param assumed - conditions that are taken to hold, or not */
  constructor(
    readonly template: Template,
    readonly context: Context,
    assumed: readonly Guard[] = [],
  ) {
    this.#conditions = new Map(assumed.map(({ condition, holds }) => [condition, holds]));
  }

  /** The value with its intrinsic functions evaluated; `undefined` for `AWS::NoValue`; `Unknowable` if not known. */
  evaluate(value: unknown): unknown {
    if (Array.isArray(value)) {
      const items = value.map((item) => this.evaluate(item)).filter((item) => item !== undefined);
      return items.find((item) => item instanceof Unknowable) ?? items;
    }
    if (!isIntrinsic(value)) return value;
    const [name = '', argument] = Object.entries(value)[0] ?? [];
    switch (name) {
      case 'Ref':
        return this.#parameter(textOf(argument));
      case 'Fn::If': {
        const branch = this.branchOf(value);
        return branch instanceof Unknowable ? branch : this.evaluate(ifOf(value)?.[branch]);
      }
      case 'Fn::FindInMap':
        return this.#inMap(argument);
      default:
        if (isExtension(name))
          return new Unknowable(`${name} must be evaluated before this macro runs`, EXTENSIONS_FIRST);
        return new Unknowable(`${name} is evaluated only at deployment`);
    }
  }

  /** Whether one of the branches around a reference is known not to be selected. */
  isDead({ guards }: { readonly guards: readonly Guard[] }): boolean {
    return guards.some(({ condition, holds }) => this.holds(condition) === !holds);
  }

  /** Whether a condition of the template is true; `undefined` if not known. */
  holds(name: string): boolean | undefined {
    const holds = this.#named(name);
    return holds instanceof Unknowable ? undefined : holds;
  }

  /** The index of the argument that an `Fn::If` returns. */
  branchOf(value: Mapping): 1 | 2 | Unknowable {
    const [name] = ifOf(value) ?? [];
    if (name === undefined) return new Unknowable(`Fn::If takes a condition and two values; received ${show(value)}`);
    const holds = this.#named(name);
    return holds instanceof Unknowable ? holds : holds ? 1 : 2;
  }

  #parameter(name: string): unknown {
    const { region, parameters: values } = this.context;
    if (name === 'AWS::NoValue') return undefined;
    if (name === 'AWS::Region') return region ?? new Unknowable('the Region is not specified', GIVE_REGION);
    const parameters = section(this.template, 'Parameters');
    if (!Object.hasOwn(parameters, name)) {
      const isDeployed = PSEUDO_PARAMETERS.includes(name) || Object.hasOwn(section(this.template, 'Resources'), name);
      if (isDeployed) return new Unknowable(`${name} is known only at deployment`);
      const hint = didYouMean(name, Object.keys(parameters), `Add ${name} to Parameters.`);
      return new Unknowable(`the template has no parameter ${name}`, hint);
    }
    const declaration = section(parameters, name);
    const type = textOf(declaration['Type']);
    if (type.startsWith('AWS::SSM::')) return new Unknowable(`parameter ${name} is read from SSM at deployment`);
    if (textOf(declaration['NoEcho']) === 'true') return new Unknowable(`parameter ${name} is NoEcho`);
    if (!Object.hasOwn(values, name)) {
      return new Unknowable(`parameter ${name} has no value`, `Specify it: --parameter ${name}=VALUE.`);
    }
    const value = values[name];
    if (type !== 'CommaDelimitedList' && !type.startsWith('List<')) return value;
    // CloudFormation passes lists as lists, and an empty default as an empty list.
    const items = Array.isArray(value) ? value : textOf(value).split(',');
    return items.map((item) => textOf(item).trim()).filter((item) => item !== '');
  }

  #inMap(argument: unknown): unknown {
    const keys = this.evaluate(argument);
    if (keys instanceof Unknowable) return keys;
    const [name, first, second, options] = Array.isArray(keys) ? keys : [];
    const hasDefault = isMapping(options) && Object.hasOwn(options, 'DefaultValue');
    if (!Array.isArray(keys) || keys.length !== (hasDefault ? 4 : 3)) {
      return new Unknowable(`Fn::FindInMap takes a mapping and two keys; received ${show(argument)}`);
    }
    const mapping = section(section(this.template, 'Mappings'), textOf(name));
    const values = section(mapping, textOf(first));
    const value = Object.hasOwn(values, textOf(second)) ? values[textOf(second)] : undefined;
    if (value !== undefined && value !== null) return value;
    // The default is for keys that the mapping does not have, and another transform may still add them:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap-enhancements.html
    const isComplete = ![mapping, values].some(hasFunctionKeys);
    const isMap = Object.keys(mapping).length > 0;
    if (hasDefault && isMap && isComplete) return this.evaluate(options['DefaultValue']);
    return new Unknowable(`Mappings has no value at ${show(keys.slice(0, 3))}`, 'Check the keys of the mapping.');
  }

  #named(name: unknown): boolean | Unknowable {
    const conditions = section(this.template, 'Conditions');
    if (typeof name !== 'string' || !Object.hasOwn(conditions, name)) {
      return new Unknowable(
        `the template has no condition ${show(name)}`,
        didYouMean(textOf(name), Object.keys(conditions), 'Add it to Conditions.'),
      );
    }
    const known = this.#conditions.get(name);
    if (known !== undefined) return known;
    // A condition that refers to itself finds this placeholder.
    this.#conditions.set(name, new Unknowable(`condition ${name} refers to itself`));
    const holds = this.#holds(conditions[name]);
    this.#conditions.set(name, holds);
    return holds;
  }

  #holds(value: unknown): boolean | Unknowable {
    const [[name = '', argument] = []] = isMapping(value) ? Object.entries(value) : [];
    const parts = Array.isArray(argument) ? argument : [];
    switch (name) {
      case 'Condition':
        return this.#named(argument);
      case 'Fn::Equals': {
        const [left, right] = parts.map((part) => this.evaluate(part));
        if (left instanceof Unknowable) return left;
        return right instanceof Unknowable ? right : textOf(left) === textOf(right);
      }
      case 'Fn::Not': {
        const held = this.#holds(parts[0]);
        return held instanceof Unknowable ? held : !held;
      }
      case 'Fn::And':
      case 'Fn::Or': {
        const held = parts.map((part) => this.#holds(part));
        // One operand can decide the result even if others are unknown.
        const decisive = name === 'Fn::Or';
        if (held.includes(decisive)) return decisive;
        return held.find((part) => part instanceof Unknowable) ?? !decisive;
      }
      default:
        return new Unknowable(
          `expected a condition; received ${show(value)}`,
          'Use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.',
        );
    }
  }
}
