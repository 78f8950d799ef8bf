/** Tests functions that CloudFormation is not known to refuse, although cfn-lint does: nothing is reported of them. */

import { readSource } from '../cli/source.js';
import { expandAsDeployed } from '../cli/template-file.js';

const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };

it.each([
  ['a Fn::Not without a list, in a condition', '!If [Elsewhere, a, b]'],
  ['a Fn::Select of a Fn::Select', '!Select [0, !Select [0, [[a, b], [c]]]]'],
  ['a list of one in Fn::Sub', "!Sub ['${AWS::Region}']"],
  ['a Fn::FindInMap with a default', '!FindInMap [Sizes, large, memory, { DefaultValue: a }]'],
  ['a parameter where Fn::Cidr takes a number', "!Select [0, !Cidr [!Ref Range, '4', !Ref Bits]]"],
  ['a new function', '{ Fn::NewFunction: a }'],
])('reports nothing of %s', (_, value) => {
  const text = `
Transform: ProvoseBatch
Parameters: { Range: { Type: String, Default: 10.0.0.0/16 }, Bits: { Type: String, Default: '8' } }
Conditions:
  Here: !Equals [!Ref AWS::AccountId, '123456789012']
  Elsewhere: { Fn::Not: { Condition: Here } }
Mappings: { Sizes: { small: { memory: 512 } } }
Provose::Batch:
  small:
    instances: { instance_types: [m5.large], max_vcpus: 2 }
    job_queues: { main: {} }
    job_definitions:
      job: { image: 'busybox:1.36', vcpus: 1, memory: 512, environment: { VALUE: ${value} } }`;
  expect(expandAsDeployed(readSource('t.yaml', text).data, settings).diagnostics).toEqual([]);
});
