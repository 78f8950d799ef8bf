/**
 * Finds the modules of a template: the top-level section and the resources of the module types. It looks only at their
 * places and types, never into their bodies.
 */

import { type Diagnostics, didYouMean, nearest, show } from '../diagnostics/diagnostics.js';
import { isEnvironment, RESERVED } from '../schema/module.js';
import { ifOf, isIntrinsic } from '../template/intrinsics.js';
import {
  type Attributes,
  isMapping,
  type Mapping,
  type Path,
  section,
  type Template,
  textOf,
} from '../template/template.js';
import { EXTENSIONS_FIRST, LOOP } from './evaluate.js';

/** The name of the top-level section, and a type of module resources. */
export const SECTION = 'Provose::Batch';
/** The types of module resources: the second has the form of a custom resource type, which linters accept. */
export const MODULE_TYPES: readonly string[] = [SECTION, 'Custom::ProvoseBatch'];
/** The module id of the top-level section. */
const ROOT_ID = 'Provose';

/**
 * The policies that a module can have. `Snapshot` is missing because none of its resources supports snapshots:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
 */
export const POLICIES = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate'],
  UpdateReplacePolicy: ['Delete', 'Retain'],
};

/** A module that has not been read yet. */
export interface Found {
  /** The prefix of its logical ids. */
  readonly id: string;
  /** The path of its body: the section, or a resource's `Properties`. */
  readonly path: Path;
  readonly body: unknown;
  /** The attributes that it passes on to all of its resources. */
  readonly attributes: Attributes;
}

export function findModules(template: Template, diagnostics: Diagnostics): Found[] {
  const modules: Found[] = [];
  for (const name of Object.keys(template)) {
    if (name === SECTION) {
      modules.push({ id: ROOT_ID, ...bodyOf(template[SECTION], diagnostics), attributes: {} });
    } else if (isSection(name)) {
      const isPart = Object.hasOwn(template, SECTION) || isOfSection(name, template[name]);
      const hint = isPart ? `Move it into ${SECTION}.` : `Write ${SECTION} instead.`;
      diagnostics.error('unknown-section', [name], `unknown section ${show(name)}`, hint);
    }
  }
  const resources = section(template, 'Resources');
  inLoops(resources, ['Resources'], diagnostics);
  if (modules.length > 0 && Object.hasOwn(template, 'Resources') && !isMapping(template['Resources'])) {
    const message = `expected a mapping; received ${show(template['Resources'])}`;
    diagnostics.error('wrong-type', ['Resources'], message, 'Use logical ids as keys and resources as values.');
  }
  for (const [id, resource] of Object.entries(resources)) {
    if (id === SECTION) {
      const hint = 'Move it to the top level, or give the resource a logical id and the type Provose::Batch.';
      diagnostics.error('misplaced-key', ['Resources', id], `${SECTION} cannot be a logical id`, hint);
    }
    const type = isMapping(resource) ? resource['Type'] : undefined;
    if (!isMapping(resource) || typeof type !== 'string') continue;
    if (isModule(type)) {
      const name = 'Properties' in resource ? 'Properties' : misspelled(resource, 'Properties');
      const at = ['Resources', id];
      const [loose, attributes] = name === undefined || resource[name] === null ? partsOf(resource) : [{}, resource];
      const keys = Object.keys(loose);
      if (keys.length > 0) {
        const [where, what] =
          name === undefined ? [at, 'Properties is missing'] : [[...at, name], `${name} has no value`];
        diagnostics.error('missing-key', where, what, `Move ${keys.join(', ')} under Properties.`);
      }
      const place =
        keys.length > 0 || name === undefined
          ? { path: at, body: keys.length > 0 ? loose : undefined }
          : { path: [...at, name], body: resource[name] };
      modules.push({ id, ...place, attributes: readAttributes(id, attributes, diagnostics) });
      if (/^[A-Za-z0-9]+$/.test(id)) continue;
      const message = `expected a logical id of letters and digits; received ${show(id)}`;
      diagnostics.error('bad-name', ['Resources', id], message, 'Give the resource another logical id.');
    } else if (MEANT_AS_TYPE.test(type)) {
      const path = ['Resources', id, 'Type'];
      diagnostics.error('unknown-type', path, `unknown resource type ${show(type)}`, `Write ${SECTION} instead.`);
    }
  }
  if (modules[0]?.path[0] === SECTION && Object.hasOwn(resources, ROOT_ID)) {
    const message = `the logical id ${ROOT_ID} is reserved for the ${SECTION} section`;
    diagnostics.error('logical-id-taken', ['Resources', ROOT_ID], message, 'Rename this resource.');
  }
  for (const { id } of modules.filter((module) => Object.hasOwn(section(template, 'Parameters'), module.id))) {
    const message = `${id} is also the name of a module; names must be unique in a template`;
    diagnostics.error('logical-id-taken', ['Parameters', id], message, 'Rename this parameter.');
  }
  return modules;
}

/** The body of the section, also if it is under Properties as in a resource. */
function bodyOf(body: unknown, diagnostics: Diagnostics): Pick<Found, 'path' | 'body'> {
  const inner = isMapping(body) ? body['Properties'] : undefined;
  if (!isMapping(inner) || isEnvironment(inner)) return { path: [SECTION], body };
  const path = [SECTION, 'Properties'];
  diagnostics.error(
    'misplaced-key',
    path,
    'Properties is for resources',
    'Remove Properties: the section is the body itself.',
  );
  return { path, body: inner };
}

/** What belongs under the missing Properties of a resource, and the rest. */
function partsOf(resource: Mapping): [loose: Mapping, attributes: Mapping] {
  const isLoose = ([key, value]: readonly [string, unknown]) =>
    ![...ATTRIBUTES, ...OF_ONE, 'Type'].includes(key) && isMapping(value);
  const entries = Object.entries(resource);
  return [Object.fromEntries(entries.filter(isLoose)), Object.fromEntries(entries.filter((entry) => !isLoose(entry)))];
}

/**
 * Reports modules inside loops. CloudFormation runs transforms in the order of their list, so a loop that is still in
 * the template will be expanded too late:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html
 */
function inLoops(resources: Mapping, path: Path, diagnostics: Diagnostics): void {
  for (const [key, loop] of Object.entries(resources)) {
    if (!key.startsWith(LOOP) || !Array.isArray(loop) || !isMapping(loop[2])) continue;
    const at = [...path, key, 2];
    for (const [id, resource] of Object.entries(loop[2])) {
      if (!isMapping(resource) || !isModule(resource['Type'])) continue;
      const message = `${id} is a module inside a loop; loops must be expanded before this macro runs`;
      diagnostics.error('module-in-loop', [...at, id], message, EXTENSIONS_FIRST);
    }
    inLoops(loop[2], at, diagnostics);
  }
}

/** Whether a section is, or is meant to be, a module. No section of CloudFormation begins like this. */
export const isSection = (name: string) => MEANT_AS_SECTION.test(name);
export const MEANT_AS_SECTION = /^provose/i;

/** Whether a section is a key of a module’s section, or one of its compute environments. */
export const isOfSection = (name: string, value: unknown) => RESERVED.includes(name) || isEnvironment(value);

/** What is meant to be the type of a module. */
export const MEANT_AS_TYPE = /^provose::|^((aws|custom)(::)?)?provose[:_-]*batch$/i;

const isModule = (type: unknown) => MODULE_TYPES.includes(type as string);

/**
 * The possible values of a policy: itself, or the branches of a function that AWS::LanguageExtensions evaluates there.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/function-refs-in-policy-attributes.html
 */
function wordsOf(policy: unknown): unknown[] {
  const branches = ifOf(policy);
  if (branches) return branches.slice(1).flatMap(wordsOf);
  const isKnownLater = isIntrinsic(policy) && ('Ref' in policy || 'Fn::FindInMap' in policy);
  return policy === undefined || isKnownLater ? [] : [policy];
}

const ATTRIBUTES = ['Properties', 'Condition', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'];

/** Attributes that only a single resource can have. */
const OF_ONE = ['CreationPolicy', 'UpdatePolicy'];

const misspelled = (resource: Mapping, name: string) =>
  Object.keys(resource).find((key) => !ATTRIBUTES.includes(key) && key !== 'Type' && nearest(key, [name]) === name);

/** The attributes that a module passes on. Any others are reported. */
function readAttributes(id: string, resource: Mapping, diagnostics: Diagnostics): Attributes {
  const { Type: _, Properties: __, Condition, DependsOn, ...rest } = resource;
  const { DeletionPolicy, UpdateReplacePolicy, Metadata, ...unknown } = rest;
  const at = (attribute: string) => ['Resources', id, attribute];
  for (const attribute of Object.keys(unknown)) {
    const message = `a module cannot have ${attribute}, because it expands into many resources`;
    const near = OF_ONE.includes(attribute) ? undefined : nearest(attribute, ATTRIBUTES);
    const hint = near === undefined ? `Remove ${attribute}.` : `Did you mean ${near}?`;
    diagnostics.error('unsupported-attribute', at(attribute), message, hint);
  }
  if (Condition !== undefined && typeof Condition !== 'string') {
    const message = `expected the name of a condition; received ${show(Condition)}`;
    diagnostics.error('wrong-type', at('Condition'), message, 'Use the name of one of the template’s Conditions.');
  }
  const dependsOn = typeof DependsOn === 'string' ? [DependsOn] : DependsOn;
  const isList = Array.isArray(dependsOn) && dependsOn.every((name) => typeof name === 'string');
  if (dependsOn !== undefined && !isList) {
    const message = `expected a logical id or a list of logical ids; received ${show(DependsOn)}`;
    diagnostics.error('wrong-type', at('DependsOn'), message, 'For example: DependsOn: [Network]');
  }
  if (Array.isArray(dependsOn) && dependsOn.includes(id)) {
    diagnostics.error(
      'circular-dependency',
      at('DependsOn'),
      `${id} depends on itself`,
      `Remove ${id} from DependsOn.`,
    );
  }
  for (const [attribute, words] of Object.entries(POLICIES)) {
    const wrong = wordsOf(resource[attribute]).find((word) => !words.includes(word as string));
    if (wrong === undefined) continue;
    const message = `expected ${words.join(' or ')}; received ${show(wrong)}`;
    diagnostics.error('wrong-value', at(attribute), message, didYouMean(textOf(wrong), words));
  }
  const given = { Condition, DependsOn: isList ? dependsOn : undefined, DeletionPolicy, UpdateReplacePolicy, Metadata };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
