/** YAML as CloudFormation reads it. The table of scalars is YAML 1.1's, as SnakeYAML and PyYAML read it. */

import { readSource } from '../cli/source.js';

const read = (text: string) => readSource('t.yaml', text).data;

it.each([
  ['yes', true],
  ['On', true],
  ['no', false],
  ['OFF', false],
  ['y', 'y'],
  ['N', 'N'],
  ['010', 8],
  ['08', '08'],
  ['012345678901', '012345678901'],
  ['1_000', 1000],
  ['3:25', 205],
  ['0x1F', 31],
  ['0b11', 3],
  ['0o10', '0o10'],
  ['1.10', 1.1],
  ['0.0.1', '0.0.1'],
  ['2012-10-17', '2012-10-17'],
  ['~', null],
  ['', null],
  ["'010'", '010'],
])('%s', (text, value) => expect(read(`a: ${text}`)).toEqual({ a: value }));

it('has every short form', () => {
  const text = `
a: !Ref B
b: !GetAtt B.Outputs.Name
c: !Sub '\${B}'
d: !Sub ['\${x}', { x: !Ref B }]
e: !If [C, !Ref B, !Ref 'AWS::NoValue']
f: !Base64
  Fn::Sub: x
g: !Equals [!FindInMap [M, !Ref R, k], x]
h: !Condition C
i: !GetAtt [B, Arn]
j: !GetAZs ''`;
  expect(read(text)).toEqual({
    a: { Ref: 'B' },
    b: { 'Fn::GetAtt': ['B', 'Outputs.Name'] },
    c: { 'Fn::Sub': '${B}' },
    d: { 'Fn::Sub': ['${x}', { x: { Ref: 'B' } }] },
    e: { 'Fn::If': ['C', { Ref: 'B' }, { Ref: 'AWS::NoValue' }] },
    f: { 'Fn::Base64': { 'Fn::Sub': 'x' } },
    g: { 'Fn::Equals': [{ 'Fn::FindInMap': ['M', { Ref: 'R' }, 'k'] }, 'x'] },
    h: { Condition: 'C' },
    i: { 'Fn::GetAtt': ['B', 'Arn'] },
    j: { 'Fn::GetAZs': '' },
  });
});

it('finds places, inside short forms, aliases and merged mappings too', () => {
  const { locate } = readSource('t.yaml', 'a: &x\n  b: [1, 2]\nc: *x\nd:\n  <<: *x\n  e: !If [C, { f: 1 }, 2]\n');
  expect(locate(['a', 'b', 1])).toEqual({ line: 2, column: 10 });
  expect(locate(['c', 'b'])).toEqual({ line: 2, column: 3 });
  expect(locate(['d', 'e', 'Fn::If', 1, 'f'])).toEqual({ line: 6, column: 16 });
  expect(locate(['d', 'nothing'])).toEqual({ line: 4, column: 1 });
  expect(locate([])).toEqual({ line: 1, column: 1 });
});
