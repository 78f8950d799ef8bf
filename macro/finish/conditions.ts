/**
 * Checks the conditions that modules use. CloudFormation refuses a template with an invalid condition, whether or not it
 * selects anything. Conditions that no module uses are not looked at.
 */

import { didYouMean, show } from '../diagnostics/diagnostics.js';
import { malformed } from '../template/functions.js';
import { isIntrinsic, PSEUDO_PARAMETERS } from '../template/intrinsics.js';
import { uses } from '../template/references.js';
import { isMapping, type Mapping, type Path, section, type Template } from '../template/template.js';

export interface ConditionFault {
  readonly code: 'bad-function' | 'unresolved-reference';
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
const OPERANDS: Readonly<Record<string, readonly [least: number, most: number, what: string]>> = {
  'Fn::And': [2, 10, '2 to 10 conditions'],
  'Fn::Or': [2, 10, '2 to 10 conditions'],
  'Fn::Not': [1, 1, 'one condition'],
  'Fn::Equals': [2, 2, 'two values'],
};

/** The faults of conditions and of those that they refer to. */
export function conditionFaults(template: Template, names: readonly string[]): ConditionFault[] {
  const conditions = section(template, 'Conditions');
  const known = names.filter((name) => Object.hasOwn(conditions, name));
  return known.length === 0 ? [] : new Conditions(template, conditions).faultsOf(known);
}

class Conditions {
  readonly #template: Template;
  readonly #conditions: Mapping;
  readonly #faults: ConditionFault[] = [];
  readonly #seen = new Set<string>();

  constructor(template: Template, conditions: Mapping) {
    this.#template = template;
    this.#conditions = conditions;
  }

  faultsOf(names: readonly string[]): ConditionFault[] {
    for (const name of names) this.#named(name, ['Conditions', name], []);
    return this.#faults;
  }

  #report(code: ConditionFault['code'], path: Path, message: string, hint: string): void {
    this.#faults.push({ code, path, message, hint });
  }

  /** @param above - the conditions that refer to this one */
  #named(name: string, path: Path, above: readonly string[]): void {
    if (!Object.hasOwn(this.#conditions, name)) {
      const message = `unresolved Condition: ${name} does not exist in the template`;
      this.#report('unresolved-reference', path, message, didYouMean(name, Object.keys(this.#conditions)));
    } else if (above.includes(name)) {
      const circle = [...above.slice(above.indexOf(name)), name].join(' → ');
      this.#report('bad-function', path, `${name} refers to itself: ${circle}`, 'Remove one of these references.');
    } else if (!this.#seen.has(name)) {
      this.#seen.add(name);
      this.#condition(this.#conditions[name], ['Conditions', name], [...above, name]);
    }
  }

  #condition(value: unknown, path: Path, above: readonly string[]): void {
    const [[name = '', argument] = []] = isMapping(value) ? Object.entries(value) : [];
    if (name === 'Condition' && typeof argument === 'string') {
      this.#named(argument, path, above);
      return;
    }
    if (!Object.hasOwn(OPERANDS, name)) {
      // Another transform may replace other functions.
      if (isIntrinsic(value) && name !== 'Ref') return;
      const hint = 'Use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.';
      this.#report('bad-function', path, `expected a condition; received ${show(value)}`, hint);
      return;
    }
    const [least, most, what] = OPERANDS[name] ?? [0, 0, ''];
    // A single operand need not be in a list.
    const operands = Array.isArray(argument) ? argument : most === 1 ? [argument] : [];
    if (!isIntrinsic(argument) && (operands.length < least || operands.length > most)) {
      this.#report('bad-function', path, `${name} takes ${what}; received ${show(argument)}`, `Write ${what}.`);
      return;
    }
    for (const [index, operand] of operands.entries()) {
      const at = [...path, name, ...(Array.isArray(argument) ? [index] : [])];
      if (name === 'Fn::Equals') this.#value(operand, at);
      else this.#condition(operand, at, above);
    }
  }

  /** Checks a value that is compared: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html */
  #value(value: unknown, at: Path): void {
    const { references, calls } = uses(value, at);
    const parameters = Object.keys(section(this.#template, 'Parameters'));
    for (const { kind, name, path } of references) {
      if (kind === 'Mapping') {
        const mappings = Object.keys(section(this.#template, 'Mappings'));
        if (mappings.includes(name)) continue;
        const message = `unresolved Mapping: ${name} does not exist in the template`;
        this.#report('unresolved-reference', path, message, didYouMean(name, mappings));
      } else if (kind === 'Ref' && ![...parameters, ...PSEUDO_PARAMETERS].includes(name)) {
        const message = `unresolved Ref: conditions can refer only to parameters, and ${name} is none`;
        this.#report('unresolved-reference', path, message, didYouMean(name, parameters));
      }
    }
    for (const { name, argument, path } of calls) {
      const fault = malformed(name, argument, this.#template);
      if (fault) this.#report('bad-function', path, fault.message, fault.hint);
    }
  }
}
