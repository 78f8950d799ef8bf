/** Tests reading template files: short forms, places in the text, and warnings about the YAML. */

import { readSource } from '../cli/source.js';

const read = (text: string) => readSource('t.yaml', text).data;

it('reads every short form', () => {
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
j: !GetAZs ''
k: [!Ref 010, !Sub yes, !Ref]
l: !GetStackOutput
  StackName: s
m: !Contains [!RefAll 'AWS::EC2::VPC::Id', !ValueOf [P, Q]]
n: !Implies [!EachMemberEquals [[], x], !EachMemberIn [!ValueOfAll [P, Q], []]]`;
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
    k: [{ Ref: '010' }, { 'Fn::Sub': 'yes' }, { Ref: '' }],
    l: { 'Fn::GetStackOutput': { StackName: 's' } },
    m: { 'Fn::Contains': [{ 'Fn::RefAll': 'AWS::EC2::VPC::Id' }, { 'Fn::ValueOf': ['P', 'Q'] }] },
    n: {
      'Fn::Implies': [
        { 'Fn::EachMemberEquals': [[], 'x'] },
        { 'Fn::EachMemberIn': [{ 'Fn::ValueOfAll': ['P', 'Q'] }, []] },
      ],
    },
  });
});

it('locates paths, including those inside short forms, aliases and merged mappings', () => {
  const { locate } = readSource('t.yaml', 'a: &x\n  b: [1, 2]\nc: *x\nd:\n  <<: *x\n  e: !If [C, { f: 1 }, 2]\n');
  expect(locate(['a', 'b', 1])).toEqual({ line: 2, column: 10 });
  expect(locate(['c', 'b'])).toEqual({ line: 2, column: 3 });
  expect(locate(['d', 'e', 'Fn::If', 1, 'f'])).toEqual({ line: 6, column: 16 });
  expect(locate(['d', 'nothing'])).toEqual({ line: 4, column: 1 });
  expect(locate([])).toEqual({ line: 1, column: 1 });
});

describe('an unquoted value', () => {
  const warnings = (text: string) =>
    readSource('t.yaml', text).faults.map(({ code, path, message, line, column }) => ({
      code,
      path,
      message,
      line,
      column,
    }));

  it.each([
    'true',
    'False',
    '0',
    '8080',
    '-3',
    '10.5',
    '0.5',
    '~',
    'null',
    '',
    '2010-09-09',
    '2012-10-17',
    'y',
    'N',
    '0.0.1',
  ])('causes no warning if its meaning is clear: %s', (value) =>
    expect(warnings(`a: ${value}\nb: [x, ${value || "''"}]\n`)).toEqual([]),
  );

  it.each([
    ['yes', 'CloudFormation reads yes as the boolean true'],
    ['Off', 'CloudFormation reads Off as the boolean false'],
    ['010', 'CloudFormation reads 010 as the number 8'],
    ['1:30', 'CloudFormation reads 1:30 as the number 90'],
    ['1e3', 'CloudFormation reads 1e3 as the number 1000'],
    ['2.0', 'CloudFormation reads 2.0 as the number 2'],
    ['1.10', 'CloudFormation reads 1.10 as the number 1.1'],
    ['1_000', 'CloudFormation reads 1_000 as the number 1000'],
    ['0x1F', 'CloudFormation reads 0x1F as the number 31'],
    ['+41790000000', 'CloudFormation reads +41790000000 as the number 41790000000'],
    ['12345678901234567890', 'CloudFormation reads 12345678901234567890 as the number 12345678901234567000'],
    ['012345678901', 'CloudFormation may read 012345678901 as the number 12345678901'],
  ])('causes a warning if it is not read as text: %s', (value, message) => {
    const where = { code: 'implicit-type', path: ['a', 1, 'Fn::If', 2, 'b'], message, line: 1, column: 24 };
    expect(warnings(`a: [x, !If [C, x, { b: ${value} }]]\n`)).toEqual([where]);
    expect(warnings(`a: ['${value}', "${value}", !Ref ${value}, !!str ${value}]\nb: |\n  ${value}\n`)).toEqual([]);
  });
});

it('rejects a file that is not UTF-8 or contains a character that YAML does not allow', () => {
  const messages = (bytes: Buffer) => readSource('t.yaml', bytes.toString('utf8')).faults.map(({ message }) => message);
  expect(messages(Buffer.from('\ufeffa: 1\n', 'utf16le'))).toEqual(['the file is not UTF-8 text']);
  expect(messages(Buffer.from('a: 1\n', 'utf16le'))).toEqual(['the file is not UTF-8 text']);
  expect(messages(Buffer.from('a: \u0007\n'))).toEqual(['YAML does not allow the character U+0007']);
});

it('rejects a file that is nested too deeply or whose aliases expand exponentially', () => {
  const messages = (text: string) => readSource('t.yaml', text).faults.map(({ message }) => message);
  const deep = Array.from({ length: 5000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
  for (const text of ['['.repeat(20_000), `a: ${'{ a: ['.repeat(251)}`, deep, `a:\n  ${'- '.repeat(501)}x`]) {
    expect(messages(text)).toEqual(['the file is nested too deeply']);
  }
  const { line, column } = readSource('t.yaml', `a: 1\nb: ${'['.repeat(501)}`).faults[0] ?? {};
  expect([line, column]).toEqual([2, 504]);
  expect(messages(`a: "${'{}[]'.repeat(5000)}"\n`)).toEqual([]);
  expect(messages(`a: &a [1]\nb: [${'*a, '.repeat(5000)}]\n`)).toEqual(['the aliases expand to too much data']);
});

it.each([
  [
    'keys',
    Array.from({ length: 10_000 }, (_, index) => `k${index}: { a: [1, yes, !Ref B, 'x'], b: ${'text '.repeat(14)}}\n`),
  ],
  ['duplicate keys', Array(100_000).fill('key: text\n')],
  ['entries of a list', ['a: [', ...Array(200_000).fill('yes, '), ']']],
])(
  'reads a megabyte of %s within seconds',
  (_, parts: string[]) => {
    const start = performance.now();
    expect(readSource('t.yaml', parts.join('')).faults.length).toBeGreaterThan(9_999);
    expect(performance.now() - start).toBeLessThan(10_000);
  },
  30_000,
);
