/**
 * Resolves a template's values as far as possible without a deployment, as CloudFormation compares values and not texts:
 * parameters, the Region, conditions and mappings. Anything else stays as it is.
 */

import { type Evaluator, Unknowable } from '../../macro/read/evaluate.js';
import {
  canBeNothing,
  ifOf,
  isDynamic,
  isIntrinsic,
  isNoValue,
  type SubArguments,
  subOf,
} from '../../macro/template/intrinsics.js';
import { namesIn, substitute } from '../../macro/template/substitute.js';
import { isMapping, section, textOf } from '../../macro/template/template.js';

/** The value without the functions that are known; `undefined` for `AWS::NoValue`, `null` and nothing. */
export function settle(value: unknown, evaluator: Evaluator): unknown {
  const inner = (item: unknown) => settle(item, evaluator);
  if (value === null || isNoValue(value)) return undefined;
  if (Array.isArray(value)) return value.map(inner).filter((item) => item !== undefined);
  if (!isMapping(value)) return value;
  if (!isIntrinsic(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, inner(item)] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }
  const [[name = '', argument] = []] = Object.entries(value);
  switch (name) {
    case 'Ref': {
      const known = evaluator.evaluate(value);
      return known instanceof Unknowable ? (storedParameter(textOf(argument), evaluator) ?? value) : known;
    }
    case 'Fn::FindInMap': {
      const known = evaluator.evaluate(value);
      return known instanceof Unknowable ? { [name]: withMapping(inner(argument), evaluator) } : known;
    }
    case 'Fn::If':
      return settleIf(value, evaluator);
    case 'Fn::GetAtt':
      return { [name]: typeof argument === 'string' ? splitOnce(argument) : argument };
    case 'Fn::Sub': {
      const sub = subOf(value);
      return sub ? settleSub(sub, evaluator) : value;
    }
    default: {
      const settled = inner(argument);
      return OF_LISTS[name]?.(settled) ?? { [name]: settled };
    }
  }
}

/** A parameter from Systems Manager as the dynamic reference that has the same value, because its default can change. */
function storedParameter(name: string, { template, context }: Evaluator): string | undefined {
  const { Type: type } = section(section(template, 'Parameters'), name);
  const { [name]: key } = context.parameters;
  return /^AWS::SSM::Parameter::Value</.test(textOf(type)) && key !== undefined
    ? `{{resolve:ssm:${textOf(key)}}}`
    : undefined;
}

/** The arguments of an `Fn::FindInMap` with the values that it can return in place of the mapping's name. */
function withMapping(argument: unknown, { template }: Evaluator): unknown {
  const [name, first, second, ...rest] = Array.isArray(argument) ? argument : [];
  const mapping = section(section(template, 'Mappings'), textOf(name));
  if (typeof name !== 'string' || Object.keys(mapping).length === 0) return argument;
  const keys = Object.keys(mapping).filter((key) => typeof first !== 'string' || key === first);
  const valueAt = (key: string) => (typeof second === 'string' ? section(mapping, key)[second] : mapping[key]);
  const values = keys.map((key) => [key, valueAt(key)]);
  return [Object.fromEntries(values), first, second, ...rest];
}

const splitOnce = (text: string) => [text.slice(0, text.indexOf('.')), text.slice(text.indexOf('.') + 1)];

function settleIf(value: Readonly<Record<string, unknown>>, evaluator: Evaluator): unknown {
  const branches = ifOf(value);
  if (!branches) return value;
  const branch = evaluator.branchOf(value);
  if (!(branch instanceof Unknowable)) return settle(branches[branch], evaluator);
  const [name, ...values] = branches;
  // AWS::NoValue stays visible here, because the other branch may be selected.
  const kept = values.map((item) => settle(item, evaluator) ?? { Ref: 'AWS::NoValue' });
  return { 'Fn::If': [settleCondition(textOf(name), evaluator), ...kept] };
}

/** A condition: whether it holds, or its definition, which can change under the same name. */
export function settleCondition(name: string, evaluator: Evaluator, above: readonly string[] = []): unknown {
  const conditions = section(evaluator.template, 'Conditions');
  const holds = evaluator.holds(name);
  if (holds !== undefined || above.includes(name) || !Object.hasOwn(conditions, name)) return holds ?? name;
  const inline = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inline);
    if (!isMapping(value)) return value;
    const { Condition: other, ...rest } = value;
    if (typeof other === 'string' && Object.keys(rest).length === 0) {
      return settleCondition(other, evaluator, [...above, name]);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inline(item)]));
  };
  return settle(inline(conditions[name]), evaluator);
}

function settleSub({ text, variables }: SubArguments, evaluator: Evaluator): unknown {
  const settled = Object.fromEntries(
    Object.entries(variables).map(([name, item]) => [name, settle(item, evaluator)] as const),
  );
  const values = new Map<string, unknown>();
  for (const name of namesIn(text)) {
    const value = Object.hasOwn(settled, name) ? settled[name] : settle({ Ref: name }, evaluator);
    if (value !== undefined) values.set(name, typeof value === 'object' ? value : String(value));
  }
  const left = Object.fromEntries(Object.entries(settled).filter(([name]) => !values.has(name)));
  const result = substitute({ text, variables: left }, values);
  const { text: rest = '', variables: others = {} } = subOf(result) ?? {};
  // Values that can form a placeholder with the text around them are in variables, even if they are known.
  if (!namesIn(rest).every((name) => typeof others[name] === 'string')) return result;
  return rest.replace(/\$\{!|\$\{[^}]*\}/g, (found) => (found === '${!' ? '${' : String(others[found.slice(2, -1)])));
}

/** Functions of texts and lists, each with its value for settled arguments; `undefined` if it is not known. */
const OF_LISTS: Readonly<Record<string, (argument: unknown) => unknown>> = {
  'Fn::Join': (argument) => {
    const [separator, parts] = Array.isArray(argument) ? argument : [];
    if (typeof separator !== 'string' || !Array.isArray(parts)) return undefined;
    return parts.every((part) => typeof part !== 'object') ? parts.map(textOf).join(separator) : undefined;
  },
  // It takes any item, also a function. One that can be absent moves the others.
  'Fn::Select': (argument) => {
    const [index, items] = Array.isArray(argument) ? argument : [];
    return Array.isArray(items) && !items.some(canBeNothing) ? items[Number(textOf(index))] : undefined;
  },
  // The value of a dynamic reference can contain the separator.
  'Fn::Split': (argument) => {
    const [separator, text] = Array.isArray(argument) ? argument : [];
    if (typeof separator !== 'string' || typeof text !== 'string' || isDynamic(text)) return undefined;
    return separator === '' ? undefined : text.split(separator);
  },
};
