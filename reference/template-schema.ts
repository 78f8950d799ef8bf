/**
 * The JSON Schema of a CloudFormation template (draft 7, which yaml-language-server reads): where modules are, and what
 * editors show of their keys. The rest of a template is left to other schemas.
 */

import { MEANT_AS_SECTION, MEANT_AS_TYPE, MODULE_TYPES, POLICIES, SECTION } from '../macro/read/find.js';
import { module } from '../macro/schema/module.js';
import { type Json, patternOf } from './json-scalars.js';
import { Converter, definition } from './json-schema.js';
import { conditionsOf, type DescribedKey, writtenDefault } from './keys.js';

const MODULE: Json = {
  description: 'A module: compute environments of AWS Batch by name, each with its queues and job definitions.',
  allOf: [definition('module')],
};

export function templateSchema(): Json {
  const converter = new Converter(explain);
  const { provose_config: settings = {}, ...others } = converter.keysOf(module.entries, '');
  const keys = { provose_config: orNothing(settings), ...others };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      [SECTION]: MODULE,
      Resources: { properties: { [SECTION]: false }, additionalProperties: definition('resource') },
    },
    patternProperties: { [`(?!^${SECTION}$)${patternOf(MEANT_AS_SECTION)}`]: false },
    definitions: { module: moduleSchema(keys), ...keys, resource: RESOURCE, ...converter.definitions },
  };
}

/** The keywords that describe a key. `markdownDescription` and `deprecationMessage` are those of VS Code. */
function explain(key: DescribedKey): Json {
  const { doc, expected, isGroup, defaultValue, example, source, properties, isIgnored } = key;
  const conditions = conditionsOf(key);
  const written = writtenDefault(key);
  const byDefault = written === undefined ? '' : `, by default \`${written}\``;
  const becomes = properties.map((property) => `\`${property}\``).join(', ');
  const paragraphs = [
    doc,
    [...(isGroup ? [] : [`Takes ${expected}${byDefault}.`]), ...conditions].join(' '),
    becomes && `Sets ${becomes}.`,
    source && `[Documentation](${source})`,
  ];
  return {
    description: [doc, ...conditions].join(' ').replaceAll('`', ''),
    markdownDescription: paragraphs.filter(Boolean).join('\n\n'),
    ...(defaultValue !== undefined && { default: defaultValue }),
    examples: [example],
    ...(isIgnored && { deprecated: true, deprecationMessage: doc }),
  };
}

/** A body: with `batch` in the long form, and otherwise in the short form, in which other keys are environments. */
function moduleSchema(keys: Record<string, Json>): Json {
  const references = Object.fromEntries(Object.keys(keys).map((name) => [name, definition(name)]));
  const properties = { ...references, batch: { allOf: [definition('batch')], minProperties: 1 } };
  const { else: environments } = keys['batch'] as { else: Json };
  const body = {
    type: 'object',
    if: { required: ['batch'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties, additionalProperties: false },
    else: { ...environments, properties, minProperties: 1 },
  };
  return { if: definition('loop'), else: body };
}

/** The settings, which count as absent if they have no value. */
function orNothing(settings: Json): Json {
  return { ...settings, else: { ...(settings['else'] as Json), type: ['object', 'null'] } };
}

const isModule: Json = { type: 'object', properties: { Type: { enum: MODULE_TYPES } }, required: ['Type'] };

/** A resource, which may be a module. */
const RESOURCE: Json = {
  properties: {
    Type: { anyOf: [{ enum: MODULE_TYPES }, { not: { type: 'string', pattern: patternOf(MEANT_AS_TYPE) } }] },
  },
  if: isModule,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: {
    properties: {
      Type: {},
      Properties: MODULE,
      Condition: { type: 'string' },
      DependsOn: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
      ...Object.fromEntries(
        Object.entries(POLICIES).map(([name, words]) => [name, { anyOf: [{ enum: words }, definition('function')] }]),
      ),
      Metadata: {},
    },
    patternProperties: { '^Fn::': {} },
    required: ['Properties'],
    additionalProperties: false,
  },
};
