/** One side of a comparison: the resources and outputs of a template as CloudFormation would have them. */

import { Evaluator, LOOP } from '../../macro/read/evaluate.js';
import { isMapping, type Mapping, type Path, section, type Template, textOf } from '../../macro/template/template.js';
import { readSource, type Source } from '../source.js';
import { type LocalExpansion, parameterValues, type Settings } from '../template-file.js';
import { settle, settleCondition } from './settle.js';

/** A resource that its condition does not exclude. */
export interface Settled {
  readonly id: string;
  readonly type: string;
  readonly properties: Mapping;
  /** All other attributes, such as DependsOn and DeletionPolicy. */
  readonly attributes: Mapping;
  /** The condition, if whether it holds is not known. */
  readonly condition: unknown;
  /** The place in the source that it was generated from; `undefined` if the template itself has it. */
  readonly path: Path | undefined;
}

export interface Side {
  readonly resources: ReadonlyMap<string, Settled>;
  readonly outputs: ReadonlyMap<string, unknown>;
  /** The values of the parameters with NoEcho, which no report may show. */
  readonly hidden: ReadonlyMap<string, unknown>;
  /** The transforms that have not run. They can change what they get. */
  readonly transforms: readonly string[];
}

/** The template in the output of `aws cloudformation get-template`, or else the source itself. */
export function withoutEnvelope(source: Source): Source {
  const { data, name } = source;
  if (!isMapping(data) || !Object.hasOwn(data, 'TemplateBody')) return source;
  const { TemplateBody: body } = data;
  return typeof body === 'string' ? readSource(`${name} (TemplateBody)`, body) : { ...source, data: body };
}

export function sideOf(template: Template, { emitted = [] }: LocalExpansion, settings: Settings): Side {
  const parameters = parameterValues(template, settings.parameters);
  const evaluator = new Evaluator(template, { parameters, region: settings.region });
  const paths = new Map(emitted.map(({ id, path }) => [id, path]));
  const resources = Object.entries(section(template, 'Resources')).flatMap(([id, resource]) => {
    const settled = settleResource(id, resource, evaluator, paths.get(id));
    return settled ? [[id, settled] as const] : [];
  });
  const outputs = Object.entries(section(template, 'Outputs')).flatMap(([name, output]) => {
    const { Condition: condition } = isMapping(output) ? output : {};
    const exists = condition === undefined || evaluator.holds(textOf(condition)) !== false;
    return exists ? [[name, settle(output, evaluator)] as const] : [];
  });
  const { Transform: transforms = [] } = template;
  return {
    resources: new Map(resources),
    outputs: new Map(outputs),
    hidden: new Map(Object.entries(parameters).filter(([name]) => isHidden(template, name))),
    transforms: [transforms].flat().map((item) => textOf(isMapping(item) ? item['Name'] : item)),
  };
}

const isHidden = (template: Template, name: string) =>
  textOf(section(section(template, 'Parameters'), name)['NoEcho']) === 'true';

/** The parameters with NoEcho whose values differ. */
export const hiddenBetween = (before: Side, after: Side): string[] =>
  [...after.hidden].flatMap(([name, value]) =>
    before.hidden.has(name) && before.hidden.get(name) !== value ? [name] : [],
  );

function settleResource(id: string, resource: unknown, evaluator: Evaluator, path?: Path): Settled | undefined {
  if (id.startsWith(LOOP)) {
    const properties = { Loop: settle(resource, evaluator) };
    return { id, type: 'Fn::ForEach', properties, attributes: {}, condition: undefined, path };
  }
  const { Type, Properties = {}, Condition, ...attributes } = isMapping(resource) ? resource : {};
  const condition = Condition === undefined ? true : settleCondition(textOf(Condition), evaluator);
  if (condition === false) return undefined;
  const properties = settle(Properties, evaluator);
  return {
    id,
    type: textOf(Type),
    properties: isMapping(properties) ? properties : {},
    attributes: settle(attributes, evaluator) as Mapping,
    condition: condition === true ? undefined : condition,
    path,
  };
}
