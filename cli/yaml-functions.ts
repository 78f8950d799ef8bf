/** The short forms of CloudFormation's intrinsic functions as YAML tags: `!Sub text` means `Fn::Sub: text`. */

import { type CollectionTag, type Node, Pair, Scalar, type ScalarTag, YAMLMap } from 'yaml';

/**
 * Every function with a short form, including those of the section Rules:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'GetStackOutput',
  'If',
  'Implies',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Ref',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
];

/** The short forms as written: `!Ref`, `!Sub`, … */
export const shortForms = FUNCTIONS.map((name) => `!${name}`);

export const functionTags = FUNCTIONS.flatMap(tagsOf);

/** The argument of a short form is text unless it is a mapping or a list: `!Ref 010` means `Ref: '010'`. */
function tagsOf(name: string): (ScalarTag | CollectionTag)[] {
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  // A mapping of nodes, so that paths in the data can be located in the text.
  const wrap = (argument: Node) => {
    const map = new YAMLMap();
    map.items = [new Pair(new Scalar(key), argument)];
    return map;
  };
  const tag = `!${name}`;
  return [
    { tag, resolve: (text) => ({ [key]: name === 'GetAtt' ? splitOnce(text) : text }) },
    { tag, collection: 'seq', resolve: wrap },
    { tag, collection: 'map', resolve: wrap },
  ];
}

/** `!GetAtt A.B.C` refers to the attribute `B.C` of A. */
function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
