/**
 * What a change of a property does to its resource, by AWS's resource specification: "Update requires" in the
 * documentation of each property.
 */

import { isIntrinsic } from '../../macro/template/intrinsics.js';
import { isMapping, type Path } from '../../macro/template/template.js';
import type { Difference } from './differences.js';
import { isSame } from './differences.js';
import services from './update-behavior.json' with { type: 'json' };

/** The effect of a change on the resource; `conditional` if that depends on more than the property. */
export type Effect = 'update' | 'conditional' | 'replace';

/** A property whose change replaces its resource, or can. */
interface Behavior {
  readonly path: readonly string[];
  readonly effect: Effect;
}

const table: Readonly<Record<string, Readonly<Record<string, string>>>> = services;

/** The properties of a type whose change does more than update it in place; `undefined` for a type AWS does not list. */
export function rulesOf(type: string): readonly Behavior[] | undefined {
  const [, service = '', name = ''] = /^(.*)::(.*)$/.exec(type) ?? [];
  const custom = 'AWS::CloudFormation::CustomResource';
  if (service === 'Custom') return rulesOf(custom);
  const text = Object.hasOwn(table, service) ? table[service]?.[name] : undefined;
  return text
    ?.split(' ')
    .filter((path) => path !== '')
    .map((path) => ({
      path: path.replace('?', '').split('.'),
      effect: path.endsWith('?') ? 'conditional' : 'replace',
    }));
}

/** The effect of one difference on a resource. */
export function effectOf(rules: readonly Behavior[], { path, before, after }: Difference): Effect {
  const names = path.filter((key) => typeof key === 'string');
  const effects = rules.map((rule): Effect => {
    const inside = rule.path.slice(names.length);
    const isRelated = rule.path.every((name, index) => index >= names.length || name === names[index]);
    return isRelated && mayDiffer(before, after, inside) ? atMost(rule.effect, before, after, inside) : 'update';
  });
  return strongest(effects);
}

const STRENGTH: readonly Effect[] = ['update', 'conditional', 'replace'];

export const strongest = (effects: readonly Effect[]): Effect =>
  STRENGTH[Math.max(0, ...effects.map((effect) => STRENGTH.indexOf(effect)))] ?? 'update';

/** Whether the values differ at a path inside them, or can, because a function hides what is there. */
function mayDiffer(before: unknown, after: unknown, inside: Path): boolean {
  if (inside.length === 0) return true;
  return (
    isHidden(before, inside) || isHidden(after, inside) || !isSame(valuesAt(before, inside), valuesAt(after, inside))
  );
}

/** A replacement is not certain if a function hides the value inside. */
function atMost(effect: Effect, before: unknown, after: unknown, inside: Path): Effect {
  return inside.length > 0 && (isHidden(before, inside) || isHidden(after, inside)) ? 'conditional' : effect;
}

function isHidden(value: unknown, inside: Path): boolean {
  if (inside.length === 0) return false;
  if (Array.isArray(value)) return value.some((item) => isHidden(item, inside));
  if (isIntrinsic(value)) return true;
  const [name = '', ...rest] = inside;
  return isMapping(value) && isHidden(value[name], rest);
}

/** The values at a path, of which lists can have several. */
function valuesAt(value: unknown, path: Path): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  return isMapping(value) && Object.hasOwn(value, name) ? valuesAt(value[name], rest) : [];
}
