/** A rule checks one constraint that no single field can express. Each rule has its own code and file. */

import type { Severity } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import type { Context, Path } from '../template/template.js';

/**
 * Reports a violation of a rule, at the path of the value that causes it.
 *
 * @param other - the path of another value that may cause it, where it is reported if overrides set only that one
 */
export type Report = (path: Path, message: string, hint: string, other?: Path) => void;

export interface Rule {
  /** A contract: scripts filter by it. The rule's test fixture has the same name. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence that describes the violation. */
  readonly description: string;
  /** True if it is about keys as such, so that what overrides put in place of their values does not count. */
  readonly isOfKeys?: true;
  /** Checks modules that are valid according to the schema. It must not depend on other rules. */
  readonly check: (modules: readonly Module[], report: Report, context: Context) => void;
}

/** A check that looks at one module at a time. */
export function eachModule(check: (module: Module, report: Report, context: Context) => void): Rule['check'] {
  return (modules, report, context) => {
    for (const module of modules) check(module, report, context);
  };
}
