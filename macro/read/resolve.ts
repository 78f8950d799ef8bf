/** Evaluates the intrinsic functions of a module where the language does not accept them. All others pass through. */

import type * as v from 'valibot';
import { fieldOf } from '../schema/field.js';
import { acceptsIntrinsics, insideOf, isRequired, prefersKnown, step, unwrap } from '../schema/inside.js';
import {
  canBeNothing,
  eachBranch,
  type Intrinsic,
  ifOf,
  inBranches,
  isIntrinsic,
  isNoValue,
  isPlainMapping,
  ref,
} from '../template/intrinsics.js';
import { type Mapping, mapValues, type Path } from '../template/template.js';
import { type Evaluator, Unknowable } from './evaluate.js';

/** Receives a function that cannot be evaluated. */
export type Report = (path: Path, why: Unknowable) => void;

export class Resolver {
  readonly #evaluator: Evaluator;
  readonly #report: Report;

  constructor(evaluator: Evaluator, report: Report) {
    this.#evaluator = evaluator;
    this.#report = report;
  }

  /**
   * The value with functions evaluated, and without what is `AWS::NoValue`. Functions that cannot be evaluated are
   * reported and stay unchanged.
   *
   * @param isNeeded - whether it must be known that there is a value, as for a required key
   */
  resolve(schema: v.GenericSchema, value: unknown, path: Path, isNeeded = false): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const type = unwrap(schema, value);
    if (type.type === 'any') return value;
    if (isIntrinsic(value)) return this.#function(schema, value, path, isNeeded);
    // A list that a function could stand for can have any length.
    const isKnownList = Array.isArray(value) && !acceptsIntrinsics(schema, ref(''));
    const inside = (item: unknown, key: string | number) => {
      const inner = typeof item === 'object' ? step(type, key, value) : undefined;
      if (!inner) return item;
      return this.resolve(inner, item, [...path, key], isKnownList || isDecisive(type, key, inner, value as Mapping));
    };
    if (Array.isArray(value)) return value.map(inside).filter((item) => item !== undefined);
    const resolved = mapValues(value as Mapping, inside);
    if (resolved === value) return resolved;
    const isWithout = (key: string) => Object.hasOwn(value, key) && resolved[key] === undefined;
    return mapValues(resolved, (item, key) => {
      const inner = step(type, key, value);
      const needed = inner && fieldOf(inner)?.onlyWith;
      return needed !== undefined && isWithout(needed) ? undefined : item;
    });
  }

  #function(schema: v.GenericSchema, value: Intrinsic, path: Path, isNeeded: boolean): unknown {
    if (isNoValue(value)) return undefined;
    const branches = isNeeded && canBeNothing(value) ? ifOf(value) : undefined;
    if (branches) {
      const branch = this.#evaluator.branchOf(value);
      if (!(branch instanceof Unknowable)) return this.resolve(schema, branches[branch], path, isNeeded);
      this.#report(path, new Unknowable(`the value can be AWS::NoValue, and ${branch.reason}`, branch.hint));
      return value;
    }
    const accepted = acceptsIntrinsics(schema, value) && !choosesMappings(value);
    if (accepted && !prefersKnown(schema, value)) return orDefault(value, schema);
    const known = this.#evaluator.evaluate(value);
    if (accepted && known instanceof Unknowable)
      return orDefault(
        inBranches(value, (branch) => this.#known(branch)),
        schema,
      );
    if (!(known instanceof Unknowable)) return isIntrinsic(known) ? known : this.resolve(schema, known, path);
    this.#report(path, isMappingType(schema) ? new Unknowable(known.reason, known.hintForMapping) : known);
    return value;
  }

  /** The value of a branch, or the branch itself if that is not known. */
  #known(branch: unknown): unknown {
    const known = this.#evaluator.evaluate(branch);
    return known instanceof Unknowable ? branch : known;
  }
}

/** Whether only a mapping is valid. */
function isMappingType(schema: v.GenericSchema): boolean {
  const { wrapped, type } = insideOf(schema);
  return wrapped ? isMappingType(wrapped) : type === 'object' || type === 'record';
}

/** Whether it must be known that a key has a value. */
const isDecisive = (type: v.GenericSchema, key: string | number, schema: v.GenericSchema, value: Mapping) =>
  fieldOf(schema)?.isDecisive ?? isRequired(type, key, value);

/** The value, with the default of its key in branches that are `AWS::NoValue`. */
function orDefault(value: unknown, schema: v.GenericSchema): unknown {
  const { default: fallback } = insideOf(schema);
  if (fallback === undefined) return value;
  return eachBranch(value, (branch) => (isNoValue(branch) ? fallback : branch));
}

/** Whether an `Fn::If` can result in a mapping of the language, which CloudFormation does not know. */
function choosesMappings(value: unknown): boolean {
  const branches = isIntrinsic(value) ? value['Fn::If'] : undefined;
  if (!Array.isArray(branches)) return false;
  return branches.some((branch) => isPlainMapping(branch) || choosesMappings(branch));
}
