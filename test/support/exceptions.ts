/**
 * Compares the findings of another project's tool with the exceptions that this project makes, so that no finding is
 * overlooked and no exception outlives its reason.
 */

interface Place {
  /** The tool's id of the rule. */
  readonly rule: string;
  /** What the rule is about: a kind of resource, or a property. */
  readonly at: string;
}

export interface Finding extends Place {
  /** The template and the message. */
  readonly text: string;
}

export interface Exception extends Place {
  /** Why the finding is right to be there, in one sentence. */
  readonly reason: string;
}

const placeOf = ({ rule, at }: Place) => `${rule} at ${at}`;

/** The findings without an exception, and the exceptions without a finding. */
export function compare(findings: readonly Finding[], exceptions: readonly Exception[]) {
  const excepted = new Set(exceptions.map(placeOf));
  const found = new Set(findings.map(placeOf));
  return {
    unexpected: findings.filter((one) => !excepted.has(placeOf(one))).map((one) => `${placeOf(one)}: ${one.text}`),
    unneeded: [...excepted].filter((place) => !found.has(place)),
  };
}
