/** What a rule is: one thing that no field can say alone, with its code, in a file of its own. */

import type { Module } from '../read/module.js';
import type { Context, Path } from '../template/template.js';

/** Reports a breach of a rule, at the place of what breaks it. */
export type Report = (path: Path, message: string, hint: string) => void;

export interface Rule {
  /** A contract: scripts filter by it. Its fixture in the tests has the same name. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** One sentence: what breaks the rule. */
  readonly description: string;
  /** Looks at modules that are each as the language says, and knows nothing of other rules. */
  readonly check: (modules: readonly Module[], report: Report, context: Context) => void;
}

/** The check of a rule that looks at one module at a time. */
export function eachModule(check: (module: Module, report: Report, context: Context) => void): Rule['check'] {
  return (modules, report, context) => {
    for (const module of modules) check(module, report, context);
  };
}
