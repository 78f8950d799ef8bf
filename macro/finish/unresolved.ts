/** Checks that references resolve, and says what to write instead of those that do not. */

import { type Diagnostics, didYouMean, nearest } from '../diagnostics/diagnostics.js';
import type { Evaluator } from '../read/evaluate.js';
import type { Found } from '../read/find.js';
import { PSEUDO_PARAMETERS } from '../template/intrinsics.js';
import { type Reference, references, resourceReferences } from '../template/references.js';
import { badSubName, isSubName } from '../template/substitute.js';
import { type Path, section, type Template } from '../template/template.js';
import type { Result } from './check.js';

/**
 * Checks that every reference in the created resources resolves.
 *
 * @param evaluator - knows which branches are not selected
 */
export function checkReferences(
  { input, output, modules, unread, emitted, context }: Result,
  evaluator: Evaluator,
  diagnostics: Diagnostics,
): void {
  const known = namesIn(output);
  const ids = new Set(modules.map(({ id }) => id));
  const isDangling = ({ kind, name }: Reference) =>
    !known[kind].has(name) &&
    !(kind === 'Ref' && PSEUDO_PARAMETERS.includes(name)) &&
    !isOf(unread, name) &&
    !context.canBeAdded?.(name);
  const mapped = references(input['Mappings'], ['Mappings']);
  const inUnread = new Set(modules.filter(({ id }) => unread.has(id)).flatMap(referencesOf));
  const inRead = modules.filter(({ id }) => !unread.has(id)).flatMap(referencesOf);
  const written = [...inUnread, ...inRead, ...mapped].filter((each) => isDangling(each) && !ids.has(each.name));
  // References that the expansion creates always resolve.
  if (written.length === 0) return;
  const keyOf = ({ kind, name }: Reference) => `${kind} ${name}`;
  const resources = section(output, 'Resources');
  const dangling = emitted.flatMap(({ id }) => resourceReferences(id, resources[id]).filter(isDangling));
  const reached = new Set(dangling.map(keyOf));
  const live = new Set(written.filter((each) => !evaluator.isDead(each)).map(keyOf));
  const suggested = namesIn(input);
  for (const each of written) {
    // A branch that is not selected can still be in the output, but another use of the same name explains more.
    const isReached = inUnread.has(each) ? !evaluator.isDead(each) : reached.has(keyOf(each));
    if (!isReached || (evaluator.isDead(each) && live.has(keyOf(each)))) continue;
    const { inSub } = each;
    const isBadName = inSub !== undefined && !isSubName(inSub);
    const message = isBadName
      ? badSubName(inSub)
      : each.name
        ? `unresolved ${each.kind}: ${each.name} does not exist in the template`
        : `unresolved ${each.kind} without a name`;
    const severity = context.isComplete ? 'error' : 'warning';
    const code = isBadName ? 'bad-sub-name' : 'unresolved-reference';
    diagnostics[severity](code, each.path, message, fixFor(each, suggested));
  }
}

/** Whether a name is that of a module, or can be that of one of its resources. */
const isOf = (modules: ReadonlySet<string>, name: string) => [...modules].some((id) => name.startsWith(id));

function fixFor({ kind, name, path, inSub }: Reference, suggested: Names): string {
  if (name === '') return `Write the name of something in ${HOMES[kind]}.`;
  const isPseudo = name.startsWith('AWS::');
  if (isPseudo && kind === 'GetAtt' && PSEUDO_PARAMETERS.includes(name)) return `Write !Ref ${name}.`;
  const isItself = (other: string) => kind === 'DependsOn' && path[1] === other;
  const names = isPseudo && kind === 'Ref' ? PSEUDO_PARAMETERS : [...suggested[kind]].filter((each) => !isItself(each));
  const otherwise = `Add ${name} to ${HOMES[kind]}, or remove the reference.`;
  if (inSub === undefined || isPseudo || !isOfShell(inSub, path) || nearest(name, names) !== undefined)
    return didYouMean(name, names, otherwise);
  const forShell = `Write \${!${inSub}} if it is a variable of the shell`;
  return IN_TEMPLATE.test(inSub) ? `${forShell}, or add ${name} to ${HOMES[kind]}.` : `${forShell}.`;
}

/** The names that parameters, and resources with their attributes, can have. */
const IN_TEMPLATE = /^[A-Za-z0-9]+(\.[\w.:]+)?$/;

/** Whether a name in a text looks like a variable of the shell, or the shell reads the text. */
const isOfShell = (name: string, path: Path) =>
  !/[a-z]/.test(name) || !IN_TEMPLATE.test(name) || path.includes('user_data') || path.includes('command');

/** The sections that have what each kind of reference names. */
const HOMES: Readonly<Record<Reference['kind'], string>> = {
  Ref: 'Parameters or Resources',
  GetAtt: 'Resources',
  DependsOn: 'Resources',
  Condition: 'Conditions',
  Mapping: 'Mappings',
};

type Names = Readonly<Record<Reference['kind'], ReadonlySet<string>>>;

/** The names in a template that each kind of reference can have. */
function namesIn(template: Template): Names {
  const names = (name: string) => Object.keys(section(template, name)).filter((each) => !each.startsWith('Fn::'));
  const resources = new Set(names('Resources'));
  return {
    Ref: new Set([...names('Parameters'), ...resources]),
    GetAtt: resources,
    DependsOn: resources,
    Condition: new Set(names('Conditions')),
    Mapping: new Set(names('Mappings')),
  };
}

/** The references in the body and the attributes of a module. */
function referencesOf({ id, body, path, attributes }: Found): Reference[] {
  return [...references(body, path), ...resourceReferences(id, attributes)];
}
