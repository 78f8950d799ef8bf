/** Checks that a function returns a list where the language takes one, and text where it takes text. */

import type { Evaluator } from '../read/evaluate.js';
import type { Found } from '../read/find.js';
import { takesIn } from '../read/read-module.js';
import { malformed, returnedBy } from '../template/functions.js';
import type { Takes } from '../template/intrinsics.js';
import type { Call } from '../template/references.js';
import { isMapping, type Path, type Template } from '../template/template.js';

/** A function that returns what CloudFormation refuses at its place. */
export interface Misreturned {
  readonly call: Call;
  readonly message: string;
  readonly hint: string;
}

/** The functions in the body of a module that return a list instead of text, or the reverse. */
export function misreturned(
  { body, path }: Found,
  calls: readonly Call[],
  template: Template,
  evaluator: Evaluator,
): Misreturned[] {
  if (!isMapping(body)) return [];
  const takesAt = takesIn(body, path);
  return calls.flatMap((call) => {
    // What an argument of another function takes depends on that function.
    const returned = call.takes === 'anything' ? returnedBy(call.name, call.argument, template) : undefined;
    if (returned === undefined || malformed(call.name, call.argument, template)) return [];
    const place = withoutBranches(call.path);
    const takes = takesAt(place);
    if ((takes !== 'text' && takes !== 'list') || takes === returned) return [];
    const ref = call.name === 'Ref' ? `!Ref ${call.argument}` : undefined;
    const only = takes === 'list' ? 'a list' : 'text';
    const message = `${ref ?? call.name} returns ${returned === 'list' ? 'a list' : 'text'}, and only ${only} is valid here`;
    const hint =
      takes === 'list'
        ? listFix(ref, evaluator.evaluate({ [call.name]: call.argument }))
        : textFix(place, ref, takesAt);
    return [{ call, message, hint }];
  });
}

/** The path of the value that branches of `Fn::If` are for. */
const withoutBranches = (path: Path): Path => (path.at(-2) === 'Fn::If' ? withoutBranches(path.slice(0, -2)) : path);

/** @param value - what the function returns, if it is known */
function listFix(what: string | undefined, value: unknown): string {
  if (what === undefined) return 'Write a list, or split the text with Fn::Split.';
  return String(value).includes(',') ? `Write !Split [',', ${what}].` : `Write a list: [${what}].`;
}

function textFix(place: Path, what: string | undefined, takesAt: (place: Path) => Takes): string {
  const above = place.slice(0, -1);
  if (typeof place.at(-1) !== 'number' || takesAt(above) !== 'list')
    return 'Select one value with Fn::Select, or join them with Fn::Join.';
  return `Write ${what ? `${above.at(-1)}: ${what}` : 'the function'} without brackets, or select one value with Fn::Select.`;
}
