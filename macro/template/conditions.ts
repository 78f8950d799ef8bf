/**
 * Relations between a template's conditions that hold for all parameter values: whether some conditions imply another,
 * and whether two exclude each other. `read/evaluate.ts` evaluates a condition for one deployment.
 */

import { isIntrinsic } from './intrinsics.js';
import { type Guard, type Reference, references } from './references.js';
import { isMapping, type Mapping, section, type Template, textOf } from './template.js';

/** A condition as a function of its variables. */
type Formula = (values: ReadonlyMap<string, string>) => boolean;

/** The variables that conditions depend on, each with every value that makes a difference. */
type Domains = Map<string, Set<string>>;

/** Stands for any value that the template does not compare a parameter with. */
const OTHER = '\u0000other';

/** The maximum number of combinations of values to try. Above it, the answer is `undefined`. */
const MOST_COMBINATIONS = 10_000;

/** `undefined` if not known. */
export type Answer = boolean | undefined;

export class Conditions {
  readonly #template: Template;

  constructor(template: Template) {
    this.#template = template;
  }

  /** Whether a condition holds whenever all the guards do. */
  imply(guards: readonly Guard[], condition: string): Answer {
    return not(this.canHold([...guards, { condition, holds: false }]));
  }

  /** Whether two conditions never hold together. No condition means always. */
  exclude(one: string | undefined, other: string | undefined): Answer {
    const named = [one, other].filter((name) => name !== undefined);
    return not(this.canHold(named.map((condition) => ({ condition, holds: true }))));
  }

  /** Whether a condition is the same in every update of a stack, because it depends on nothing that can change. */
  isFixed(condition: string, above: readonly string[] = []): boolean {
    const conditions = section(this.#template, 'Conditions');
    if (!Object.hasOwn(conditions, condition) || above.includes(condition)) return false;
    const isConstant = ({ kind, name }: Reference) =>
      kind === 'Mapping' || (name.startsWith('AWS::') && name !== 'AWS::NotificationARNs');
    return (
      references(conditions[condition], []).every(isConstant) &&
      namedIn(conditions[condition]).every((name) => this.isFixed(name, [...above, condition]))
    );
  }

  /** Whether there are values for which all the guards hold. */
  canHold(guards: readonly Guard[]): Answer {
    const domains: Domains = new Map();
    const opaque = new Set<string>();
    const formulas = guards.map(({ condition, holds }) => {
      const formula = this.#named(condition, domains, opaque, []);
      return (values: ReadonlyMap<string, string>) => formula(values) === holds;
    });
    let combinations: ReadonlyMap<string, string>[] = [new Map()];
    for (const [variable, domain] of domains) {
      if (combinations.length * domain.size > MOST_COMBINATIONS) return undefined;
      combinations = combinations.flatMap((values) =>
        [...domain].map((value) => new Map([...values, [variable, value]])),
      );
    }
    if (!combinations.some((values) => formulas.every((formula) => formula(values)))) return false;
    // Rules may forbid these values, and opaque variables may depend on others, so they may never occur together.
    return opaque.size === 0 && Object.keys(section(this.#template, 'Rules')).length === 0 ? true : undefined;
  }

  #named(name: string, domains: Domains, opaque: Set<string>, above: readonly string[]): Formula {
    const conditions = section(this.#template, 'Conditions');
    if (!Object.hasOwn(conditions, name) || above.includes(name)) return unknown(`Condition ${name}`, domains, opaque);
    return this.#formula(conditions[name], domains, opaque, [...above, name]);
  }

  #formula(value: unknown, domains: Domains, opaque: Set<string>, above: readonly string[]): Formula {
    const [[name = '', argument] = []] = isMapping(value) ? Object.entries(value) : [];
    const operands: unknown[] = Array.isArray(argument) ? argument : [];
    const parts = () => operands.map((operand) => this.#formula(operand, domains, opaque, above));
    switch (name) {
      case 'Condition':
        return this.#named(textOf(argument), domains, opaque, above);
      case 'Fn::Not': {
        const [part = () => false] = parts();
        return (values) => !part(values);
      }
      case 'Fn::And': {
        const all = parts();
        return (values) => all.every((part) => part(values));
      }
      case 'Fn::Or': {
        const all = parts();
        return (values) => all.some((part) => part(values));
      }
      case 'Fn::Equals':
        return this.#equals(operands, domains, opaque) ?? unknown(JSON.stringify(value), domains, opaque);
      default:
        return unknown(JSON.stringify(value) ?? '', domains, opaque);
    }
  }

  /** A comparison of two literals, or of a function with a literal: it cannot equal two different literals at once. */
  #equals([left, right]: readonly unknown[], domains: Domains, opaque: Set<string>): Formula | undefined {
    if (isLiteral(left) && isLiteral(right)) return () => textOf(left) === textOf(right);
    const [variable, literal] = isLiteral(left) ? [right, left] : [left, right];
    if (!isIntrinsic(variable) || !isLiteral(literal)) return undefined;
    const identity = JSON.stringify(variable);
    const allowed = this.#valuesOf(textOf(variable['Ref']));
    // Only for plain parameters are the possible values known.
    if (!allowed) opaque.add(identity);
    const domain = domains.get(identity) ?? new Set(allowed?.length ? allowed : [OTHER]);
    if (!allowed?.length) domain.add(textOf(literal));
    domains.set(identity, domain);
    return (values) => values.get(identity) === textOf(literal);
  }

  /** The possible values of a parameter, empty if it can have any value; `undefined` if not known. */
  #valuesOf(name: string): readonly string[] | undefined {
    const parameters = section(this.#template, 'Parameters');
    if (!Object.hasOwn(parameters, name)) return undefined;
    const { AllowedValues: allowed, Type: type, ...more } = section(parameters, name);
    if (textOf(type).startsWith('AWS::SSM::')) return undefined;
    if (Array.isArray(allowed)) return allowed.map(textOf);
    return BOUNDS.some((bound) => Object.hasOwn(more, bound)) ? undefined : [];
  }
}

/** The constraints that forbid values without listing the allowed ones. */
const BOUNDS = ['AllowedPattern', 'MinLength', 'MaxLength', 'MinValue', 'MaxValue'];

const not = (answer: Answer): Answer => (answer === undefined ? undefined : !answer);

const isLiteral = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

/** A condition of unknown value, which is the same wherever it is written in the same way. */
function unknown(identity: string, domains: Domains, opaque: Set<string>): Formula {
  domains.set(identity, new Set(['true', 'false']));
  opaque.add(identity);
  return (values) => values.get(identity) === 'true';
}

/** The conditions that a condition is made of. */
function namedIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Condition: name } = value as Mapping;
  return typeof name === 'string' ? [name] : Object.values(value).flatMap(namedIn);
}
