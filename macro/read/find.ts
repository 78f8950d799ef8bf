/**
 * Where the modules of a template stand: the root section, or resources of a type of their own. It looks at where
 * and of what type they are, never into their bodies.
 */

import { type Diagnostics, didYouMean, show } from '../diagnostics/diagnostics.js';
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

/** The root section, and the type of the resource form. */
export const SECTION = 'Provose::Batch';
/** The same type as a custom resource, which linters accept. */
const CUSTOM_TYPE = 'Custom::ProvoseBatch';
/** The module id of the root section. */
const ROOT_ID = 'Provose';

/**
 * What a policy of a module can be. Nothing that a module becomes has snapshots:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
 */
const POLICIES = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate'],
  UpdateReplacePolicy: ['Delete', 'Retain'],
};

/** A module before it is read. */
export interface Found {
  /** What its logical ids begin with. */
  readonly id: string;
  /** Where its body is: the section, or a resource's `Properties`. */
  readonly path: Path;
  readonly body: unknown;
  /** What it passes on to everything that it becomes. */
  readonly attributes: Attributes;
}

export function findModules(template: Template, diagnostics: Diagnostics): Found[] {
  const modules: Found[] = [];
  for (const name of Object.keys(template)) {
    if (name === SECTION) {
      modules.push({ id: ROOT_ID, path: [SECTION], body: template[SECTION], attributes: {} });
    } else if (isSection(name)) {
      diagnostics.error('unknown-section', [name], `unknown section ${show(name)}`, `Write ${SECTION} instead.`);
    }
  }
  const resources = section(template, 'Resources');
  inLoops(resources, ['Resources'], diagnostics);
  if (modules.length > 0 && Object.hasOwn(template, 'Resources') && !isMapping(template['Resources'])) {
    const message = `expected a mapping; received ${show(template['Resources'])}`;
    diagnostics.error('wrong-type', ['Resources'], message, 'Write resources under it, by logical id.');
  }
  for (const [id, resource] of Object.entries(resources)) {
    if (id === SECTION) {
      const hint = 'Move it to the top level, or give the resource a logical id and the type Provose::Batch.';
      diagnostics.error('misplaced-key', ['Resources', id], `${SECTION} cannot be a logical id`, hint);
    }
    const type = isMapping(resource) ? resource['Type'] : undefined;
    if (!isMapping(resource) || typeof type !== 'string') continue;
    if (isModule(type)) {
      const body = resource['Properties'];
      const path = ['Resources', id, ...(body === undefined ? [] : ['Properties'])];
      modules.push({ id, path, body, attributes: readAttributes(id, resource, diagnostics) });
      if (/^[A-Za-z0-9]+$/.test(id)) continue;
      const message = `expected a logical id of letters and digits; received ${show(id)}`;
      diagnostics.error('bad-name', ['Resources', id], message, 'Give the resource another logical id.');
    } else if (MEANT_AS_TYPE.test(type)) {
      const path = ['Resources', id, 'Type'];
      diagnostics.error('unknown-type', path, `unknown resource type ${show(type)}`, `Write ${SECTION} instead.`);
    }
  }
  if (modules[0]?.path[0] === SECTION && Object.hasOwn(resources, ROOT_ID)) {
    const message = `${ROOT_ID} is what the ${SECTION} section is called in references and logical ids`;
    diagnostics.error('logical-id-taken', ['Resources', ROOT_ID], message, 'Rename this resource.');
  }
  for (const { id } of modules.filter((module) => Object.hasOwn(section(template, 'Parameters'), module.id))) {
    const message = `${id} is also the name of a module, and a template has each name once`;
    diagnostics.error('logical-id-taken', ['Parameters', id], message, 'Rename this parameter.');
  }
  return modules;
}

/**
 * Modules inside loops. CloudFormation runs transforms in the order of their list, so that a loop still in the template
 * will be expanded too late: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html
 */
function inLoops(resources: Mapping, path: Path, diagnostics: Diagnostics): void {
  for (const [key, loop] of Object.entries(resources)) {
    if (!key.startsWith(LOOP) || !Array.isArray(loop) || !isMapping(loop[2])) continue;
    const at = [...path, key, 2];
    for (const [id, resource] of Object.entries(loop[2])) {
      if (!isMapping(resource) || !isModule(resource['Type'])) continue;
      const message = `${id} is a module inside a loop, and loops must be expanded before this macro`;
      diagnostics.error('module-in-loop', [...at, id], message, EXTENSIONS_FIRST);
    }
    inLoops(loop[2], at, diagnostics);
  }
}

/** Whether a section is a module's, or is meant to be. No section of CloudFormation begins like that. */
export const isSection = (name: string) => /^provose/i.test(name);

const MEANT_AS_TYPE = /^provose::|^((aws|custom)(::)?)?provose[:_-]*batch$/i;

const isModule = (type: unknown) => type === SECTION || type === CUSTOM_TYPE;

/**
 * What a policy can come to: itself, or the values of a function that AWS::LanguageExtensions works out there.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/function-refs-in-policy-attributes.html
 */
function wordsOf(policy: unknown): unknown[] {
  const branches = ifOf(policy);
  if (branches) return branches.slice(1).flatMap(wordsOf);
  const isKnownLater = isIntrinsic(policy) && ('Ref' in policy || 'Fn::FindInMap' in policy);
  return policy === undefined || isKnownLater ? [] : [policy];
}

/** The attributes that a module passes on; every other is reported. */
function readAttributes(id: string, resource: Mapping, diagnostics: Diagnostics): Attributes {
  const { Type: _, Properties: __, Condition, DependsOn, ...rest } = resource;
  const { DeletionPolicy, UpdateReplacePolicy, Metadata, ...unknown } = rest;
  const at = (attribute: string) => ['Resources', id, attribute];
  for (const attribute of Object.keys(unknown)) {
    const message = `a module cannot have ${attribute}, because it becomes many resources`;
    diagnostics.error('unsupported-attribute', at(attribute), message, `Remove ${attribute}.`);
  }
  if (Condition !== undefined && typeof Condition !== 'string') {
    const message = `expected the name of a condition; received ${show(Condition)}`;
    diagnostics.error('wrong-type', at('Condition'), message, 'Name one of the template’s Conditions.');
  }
  const dependsOn = typeof DependsOn === 'string' ? [DependsOn] : DependsOn;
  if (dependsOn !== undefined && !(Array.isArray(dependsOn) && dependsOn.every((name) => typeof name === 'string'))) {
    const message = `expected a logical id, or a list of some; received ${show(DependsOn)}`;
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
  const given = { Condition, DependsOn: dependsOn, DeletionPolicy, UpdateReplacePolicy, Metadata };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
