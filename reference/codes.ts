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
  'unknown-attribute',
  'value-not-allowed',
  'needs-upload',
  'unknown-volume',
];

/** Every diagnostic code: first those of no rule. */
export const describedCodes: readonly DescribedCode[] = [
  ...Object.entries(codes).map(([code, description]): DescribedCode => {
    return { code, severity: WARNINGS.includes(code) ? 'warning' : 'error', description };
  }),
  ...rules.map(({ code, severity, description }) => ({ code, severity, description })),
];

/** Why a code has no example in test/fixtures/codes, as the end of a sentence. */
export const withoutExample: Readonly<Record<string, string>> = {
  'snippet-call': 'only the deployed macro reports it.',
  'export-too-large': 'it takes an exported value of more than 4,096 bytes.',
  'logical-id-too-long': 'it takes names of about 250 characters.',
  'too-many-tags': 'it takes more than 50 tags.',
  'too-many-policies': 'it takes more than 20 managed policies.',
  'role-too-large': 'it takes policies of more than 10,240 characters.',
  'too-deep': 'it takes more than 100 levels.',
  'too-many-resources': 'it takes more than 500 resources.',
  'too-many-outputs': 'it takes more than 200 outputs.',
  'user-data-size': 'it takes more than 16 KiB of user data.',
  'too-large': 'it takes a template of more than a megabyte.',
  'needs-upload': 'it takes a template of more than 51,200 bytes.',
  'submit-policy-size': 'it takes names of queues and job definitions that fill 6,144 characters of a policy.',
  'submit-role-size': 'it takes names of job definitions with schedules that fill 10,240 characters of a policy.',
  'over-quota': 'it takes more than 50 queues or compute environments.',
};
