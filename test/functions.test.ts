/** Tests which functions are reported: those that CloudFormation is known to refuse. cfn-lint refuses some of the others. */

import { readSource } from '../cli/source.js';
import { expandAsDeployed } from '../cli/template-file.js';

const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };

/** What is reported of a function in a job definition. */
function messagesOf(value: string, transform = 'ProvoseBatch'): string[] {
  const text = `
Transform: ${transform}
Parameters: { Range: { Type: String, Default: 10.0.0.0/16 }, Bits: { Type: String, Default: '8' } }
Conditions:
  Here: !Equals [!Ref AWS::AccountId, '123456789012']
  Elsewhere: { Fn::Not: { Condition: Here } }
Mappings:
  Sizes: { small: { memory: 512 } }
  Included: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: 's3://bucket/file' } } }
Resources: { Bucket: { Type: AWS::S3::Bucket } }
Provose::Batch:
  small:
    instances: { instance_types: [m5.large], max_vcpus: 2 }
    job_queues: { main: {} }
    job_definitions:
      job: { image: 'busybox:1.36', vcpus: 1, memory: 512, environment: { VALUE: ${value} } }`;
  return expandAsDeployed(readSource('t.yaml', text).data, settings).diagnostics.map(({ message }) => message);
}

it.each([
  ['a Fn::Not without a list, in a condition', '!If [Elsewhere, a, b]'],
  ['a Fn::Select of a Fn::Select', '!Select [0, !Select [0, [[a, b], [c]]]]'],
  ['an index with spaces', "!Select [' 10 ', [a, b, c, d, e, f, g, h, i, j, k]]"],
  ['a list of one in Fn::Sub', "!Sub ['${AWS::Region}']"],
  ['a Fn::FindInMap with a default', '!FindInMap [Sizes, large, memory, { DefaultValue: a }]'],
  ['a mapping that another transform completes', '!FindInMap [Included, large, memory]'],
  ['a mapping whose name is not known', '!FindInMap [!Ref Bits, large, memory]'],
  ['a key that is not known', '!FindInMap [Sizes, !Ref Bits, disk]'],
  ['a parameter where Fn::Cidr takes a number', "!Select [0, !Cidr [!Ref Range, '4', !Ref Bits]]"],
  ['the least numbers of Fn::Cidr', '!Select [0, !Cidr [!Ref Range, 1, 1]]'],
  ['the greatest numbers of Fn::Cidr', '!Select [0, !Cidr [!Ref Range, 256, 128]]'],
  ['arguments from another transform', '{ Fn::Join: { Fn::Transform: { Name: Other } } }'],
  ['a new function', '{ Fn::NewFunction: a }'],
])('reports nothing of %s', (_, value) => expect(messagesOf(value)).toEqual([]));

it.each(['!Sub [!Ref Bits, { Name: a }]', '{ Fn::Length: [a] }', '{ Fn::ToJsonString: { a: b } }'])(
  'reports nothing of %s with the transform that evaluates it',
  (value) => expect(messagesOf(value, '[ProvoseBatch, AWS::LanguageExtensions]')).toEqual([]),
);

const CIDR = 'Fn::Cidr takes a CIDR block, a number from 1 to 256 and the bits of each block; received';

it.each([
  ['!Select [1x, [a, b]]', 'Fn::Select takes an index and a list; received ["1x",["a","b"]]'],
  ['!Select [x1, [a, b]]', 'Fn::Select takes an index and a list; received ["x1",["a","b"]]'],
  ['!Select [2, [a, b]]', 'Fn::Select has no value at index 2 of a list of 2'],
  ['!Join [[], [a]]', 'Fn::Join takes text and a list; received [[],["a"]]'],
  ["!Join ['-', !Sub '${AWS::Region}']", 'Fn::Join takes text and a list; received ["-",{"Fn::Sub":"${AWS::Region}"}]'],
  ["!Split [',', [a]]", 'Fn::Split takes a separator and text; received [",",["a"]]'],
  ['!Sub { a: b, c: d }', 'Fn::Sub takes text; received {"a":"b","c":"d"}'],
  ['!Sub [!Ref Bits, { Name: a }]', 'Fn::Sub takes text and its variables; received [{"Ref":"Bits"},{"Name":"a"}]'],
  ['{ Fn::Length: [a] }', 'Fn::Length is valid only with the transform AWS::LanguageExtensions'],
  ['{ Fn::ToJsonString: { a: b } }', 'Fn::ToJsonString is valid only with the transform AWS::LanguageExtensions'],
  ['!Sub [a, b]', 'Fn::Sub takes text and its variables; received ["a","b"]'],
  ['!If [Here, a]', 'Fn::If takes the name of a condition and two values; received ["Here","a"]'],
  ['!FindInMap [Sizes, large, memory]', 'the mapping Sizes has no key "large"'],
  ['!FindInMap [Sizes, small, disk]', 'the mapping Sizes.small has no key "disk"'],
  ['!GetAtt Bucket.', 'Fn::GetAtt takes a resource and its attribute; received ["Bucket",""]'],
  ['!Select [0, !Cidr [!Ref Range, 0]]', `${CIDR} [{"Ref":"Range"},0]`],
  ['!Select [0, !Cidr [!Ref Range, 257]]', `${CIDR} [{"Ref":"Range"},257]`],
  ['!Select [0, !Cidr [!Ref Range, 1, 129]]', `${CIDR} [{"Ref":"Range"},1,129]`],
  ['!Base64 [a]', 'Fn::Base64 takes text; received ["a"]'],
  ['{ Fn::Equals: [a, b] }', 'Fn::Equals is valid only in Conditions'],
  ['{ Fn::Joim: [a, [b]] }', 'there is no function Fn::Joim'],
])('refuses %s', (value, message) => expect(messagesOf(value)).toEqual([message]));
