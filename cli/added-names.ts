/** Tells which names other transforms can add to a template. */

import { LOOP } from '../macro/read/evaluate.js';
import { EXTENSIONS } from '../macro/template/intrinsics.js';
import { isMapping, section, type Template } from '../macro/template/template.js';

const SAM = 'AWS::Serverless-2016-10-31';
/** The sections with things that references name. */
const SECTIONS = ['Conditions', 'Mappings', 'Parameters', 'Resources'];

/**
 * Whether a name can be that of something which transforms add.
 *
 * @param transforms - the names of the other transforms of the template
 * @param allLoops - the arguments of all loops in it, each with its variable first
 */
export function addedBy(
  template: Template,
  transforms: readonly string[],
  allLoops: readonly unknown[],
): (name: string) => boolean {
  const sections = SECTIONS.map((name) => section(template, name));
  const others = transforms.filter((name) => name !== SAM && name !== EXTENSIONS);
  const isOpen = [template, ...sections].some((mapping) => Object.hasOwn(mapping, 'Fn::Transform'));
  if (others.length > 0 || isOpen) return () => true;
  const loops = sections.flatMap((mapping) => loopedNames(mapping));
  const variables = allLoops.flatMap((loop) => (Array.isArray(loop) ? loop.slice(0, 1) : []));
  // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
  const serverless = transforms.includes(SAM) ? [...idsOfServerless(template), 'Serverless'] : [];
  return (name) =>
    loops.some((pattern) => pattern.test(name)) ||
    variables.includes(name) ||
    serverless.some((prefix) => name.startsWith(prefix));
}

const idsOfServerless = (template: Template) =>
  Object.entries(section(template, 'Resources')).flatMap(([id, resource]) =>
    isMapping(resource) && String(resource['Type']).startsWith('AWS::Serverless::') ? [id] : [],
  );

/**
 * The names that loops in a mapping add, with anything for their variables:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
function loopedNames(mapping: object, isLoop = false): RegExp[] {
  return Object.entries(mapping).flatMap(([key, value]) => {
    const [, , body] = key.startsWith(LOOP) && Array.isArray(value) ? value : [];
    if (isMapping(body)) return loopedNames(body, true);
    const pattern = key
      .replace(/[&$]\{[^}]*\}/g, '*')
      .replace(/[^A-Za-z0-9*]/g, '')
      .replaceAll('*', '[A-Za-z0-9]*');
    return isLoop ? [new RegExp(`^${pattern}$`)] : [];
  });
}
