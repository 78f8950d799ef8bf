/** Describes the diagnostic codes for people and tools: what the page of diagnostics, `explain` and SARIF say of them. */

import { codes, type Severity } from '../macro/diagnostics/diagnostics.js';
import { rules } from '../macro/rules/index.js';

export interface DescribedCode {
  readonly code: string;
  /** The severity that it usually has. */
  readonly severity: Severity;
  /** One sentence that describes what is wrong. */
  readonly description: string;
}

/** The codes, other than those of rules, that are only warnings. */
const WARNINGS: readonly string[] = [
  'implicit-type',
  'export-too-large',
  'bad-ignore',
  'value-not-allowed',
  'needs-upload',
];

/** Every diagnostic code: first those of no rule. */
export const describedCodes: readonly DescribedCode[] = [
  ...Object.entries(codes).map(([code, description]): DescribedCode => {
    return { code, severity: WARNINGS.includes(code) ? 'warning' : 'error', description };
  }),
  ...rules.map(({ code, severity, description }) => ({ code, severity, description })),
];

/** Why a code has no example in test/fixtures/codes. */
export const withoutExample: Readonly<Record<string, string>> = {
  'snippet-call': 'Only the deployed macro reports it.',
  'export-too-large': 'The exported value must have more than 4,096 bytes.',
  'logical-id-too-long': 'The names must have about 200 characters.',
  'too-many-tags': 'The resource must have more than 50 tags.',
  'too-many-policies': 'The role must have more than 20 managed policies.',
  'role-too-large': 'The policies must have more than 10,240 characters.',
  'too-deep': 'The template must be nested deeper than 100 levels.',
  'too-many-resources': 'The template must have more than 500 resources.',
  'too-many-outputs': 'The template must have more than 200 outputs.',
  'user-data-size': 'The user data must have more than 16 KiB.',
  'too-large': 'The template must have more than a megabyte.',
  'needs-upload': 'The template must have more than 51,200 bytes.',
  'submit-policy-size': 'The queues and job definitions must need more than 6,144 characters in a policy.',
  'submit-role-size': 'The job definitions with schedules must need more than 10,240 characters in a policy.',
  'over-quota': 'The template must have more than 50 queues or compute environments.',
};
