/**
 * What an intrinsic function is worth before anything is deployed: parameters, the Region, `Fn::If` over the
 * template's conditions, `Fn::FindInMap`. Needed only where a value decides which resources there are; everywhere
 * else intrinsic functions pass through. It never guesses: what it cannot know it answers with the reason.
 */

import { didYouMean, show } from './diagnostics.js';
import { isIntrinsic } from './intrinsics.js';
import { type Context, isMapping, type Mapping, section, type Template } from './template.js';

/** A value that only the deployment will know. */
export class Unknowable {
  constructor(
    readonly reason: string,
    readonly hint = 'Write the value itself, or a Ref to a template parameter of a plain type.',
  ) {}
}

export interface Scope {
  readonly template: Template;
  readonly context: Context;
}

/** The value with its intrinsic functions worked out; `undefined` for `AWS::NoValue`; or why it cannot be known. */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => evaluate(item, scope)).filter((item) => item !== undefined);
    return items.find((item) => item instanceof Unknowable) ?? items;
  }
  if (!isIntrinsic(value)) return value;
  const [name = '', argument] = Object.entries(value)[0] ?? [];
  switch (name) {
    case 'Ref':
      return parameter(argument, scope);
    case 'Fn::If': {
      const branch = branchOf(value, scope);
      if (branch instanceof Unknowable) return branch;
      return evaluate((argument as unknown[])[branch], scope);
    }
    case 'Fn::FindInMap':
      return inMap(argument, scope);
    default:
      return new Unknowable(`${name} is worked out by the deployment, and this value must be known before it`);
  }
}

/** Which of its three arguments an `Fn::If` comes to: 1 or 2. */
export function branchOf(value: Mapping, scope: Scope): 1 | 2 | Unknowable {
  const argument = value['Fn::If'];
  if (!Array.isArray(argument) || argument.length !== 3) {
    return new Unknowable(`Fn::If takes a condition and two values; received ${show(argument)}`);
  }
  const holds = condition({ Condition: argument[0] }, scope, []);
  return holds instanceof Unknowable ? holds : holds ? 1 : 2;
}

function parameter(name: unknown, { template, context }: Scope): unknown {
  if (name === 'AWS::NoValue') return undefined;
  if (name === 'AWS::Region' && context.region !== undefined) return context.region;
  const parameters = section(template, 'Parameters');
  if (typeof name !== 'string' || !Object.hasOwn(parameters, name)) {
    const what = show({ Ref: name });
    if (typeof name === 'string' && (Object.hasOwn(section(template, 'Resources'), name) || name.startsWith('AWS::'))) {
      return new Unknowable(`${what} is known only to the deployment`);
    }
    return new Unknowable(
      `${what} names no parameter of the template`,
      didYouMean(String(name), Object.keys(parameters)),
    );
  }
  const declaration = section(parameters, name);
  const type = String(declaration['Type']);
  if (type.startsWith('AWS::SSM::')) return new Unknowable(`parameter ${name} is read from SSM by the deployment`);
  if (String(declaration['NoEcho']) === 'true') return new Unknowable(`parameter ${name} is NoEcho`);
  if (!Object.hasOwn(context.parameters, name)) {
    return new Unknowable(`parameter ${name} has no value`, `Give it one: --parameter ${name}=VALUE.`);
  }
  const value = context.parameters[name];
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isList && typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
}

function inMap(argument: unknown, scope: Scope): unknown {
  const keys = evaluate(argument, scope);
  if (keys instanceof Unknowable) return keys;
  let value: unknown = scope.template['Mappings'];
  for (const key of Array.isArray(keys) ? keys.slice(0, 3) : []) {
    value = isMapping(value) && Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
  }
  return value ?? new Unknowable(`Mappings has nothing at ${show(keys)}`, 'Look at the keys of the mapping.');
}

/** Whether a condition holds. `asked` are the conditions being worked out, to notice one that needs itself. */
function condition(value: unknown, scope: Scope, asked: readonly string[]): boolean | Unknowable {
  const [name = '', argument] = isIntrinsic(value) ? (Object.entries(value)[0] ?? []) : [];
  const parts = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Condition': {
      const conditions = section(scope.template, 'Conditions');
      if (typeof argument !== 'string' || !Object.hasOwn(conditions, argument)) {
        const hint = didYouMean(String(argument), Object.keys(conditions));
        return new Unknowable(`the template has no condition ${show(argument)}`, hint);
      }
      if (asked.includes(argument)) return new Unknowable(`condition ${argument} needs itself`);
      return condition(conditions[argument], scope, [...asked, argument]);
    }
    case 'Fn::Equals': {
      const [left, right] = parts.map((part) => evaluate(part, scope));
      if (left instanceof Unknowable) return left;
      return right instanceof Unknowable ? right : String(left) === String(right);
    }
    case 'Fn::Not':
    case 'Fn::And':
    case 'Fn::Or': {
      const held = parts.map((part) => condition(part, scope, asked));
      const unknown = held.find((part) => part instanceof Unknowable);
      if (unknown !== undefined) return unknown;
      return name === 'Fn::And' ? held.every(Boolean) : name === 'Fn::Or' ? held.some(Boolean) : !held[0];
    }
    default:
      return new Unknowable(`${show(value)} is no condition`, 'Use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.');
  }
}
