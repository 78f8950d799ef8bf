/** Checks the JSON text that schedules send, and rules about keys of queues that decide what a schedule needs. */

import fc from 'fast-check';
import { jsonText } from '../macro/lower/json-text.js';
import { shareIdentifier } from '../macro/rules/share-identifier.js';
import { faultIn } from '../macro/schema/schedule-expression.js';
import type { Mapping } from '../macro/template/template.js';

it('writes any mapping as JSON text, with functions as text in it', () => {
  const values = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.dictionary(fc.string(), fc.string())));
  fc.assert(
    fc.property(values, (value) => {
      expect(JSON.parse(String(jsonText(value)))).toEqual(value);
    }),
  );
  expect(jsonText({ a: 'x', b: { c: { Ref: 'P' }, d: 'y' }, e: undefined })).toEqual({
    'Fn::Join': ['', ['{"a":"x","b":{"c":"', { Ref: 'P' }, '","d":"y"}}']],
  });
});

/** What CloudFormation makes of a value, with every condition true or false. */
function deployed(value: unknown, holds: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => deployed(item, holds)).filter((item) => item !== undefined);
  if (typeof value !== 'object') return value;
  const { Ref: name, 'Fn::If': branches, 'Fn::Join': parts, 'Fn::Sub': text } = value as Record<string, never>;
  if (branches) return deployed(branches[holds ? 1 : 2], holds);
  if (parts) return (deployed(parts[1], holds) as string[]).join(parts[0]);
  if (text) return (text[0] as string).replace('${V}', () => deployed((text[1] as Mapping)['V'], holds) as string);
  return name === 'AWS::NoValue' ? undefined : name;
}

it('escapes text within functions, and omits entries that are nothing', () => {
  const { value: tree } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string().map((text) => text.replaceAll('$', '')),
      fc.tuple(tie('value'), tie('value')).map(([then, otherwise]) => ({ 'Fn::If': ['C', then, otherwise] })),
      tie('value').map((then) => ({ 'Fn::If': ['C', then, { Ref: 'AWS::NoValue' }] })),
      tie('value').map((otherwise) => ({ 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, otherwise] })),
      fc.tuple(fc.string(), fc.string(), tie('value')).map(([by, text, part]) => ({ 'Fn::Join': [by, [text, part]] })),
      fc.string().map((text) => ({ 'Fn::Sub': [`"\n${text.replaceAll('$', '')}\${V}`, { V: '"' }] })),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), tree), fc.boolean(), (value, holds) => {
      const entries = Object.entries(value).map(([key, item]) => [key, deployed(item, holds)] as const);
      const expected = Object.fromEntries(entries.filter(([, item]) => item !== undefined));
      expect(JSON.parse(String(deployed(jsonText(value as Mapping), holds)))).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

it.each([
  'cron(0 2 * * ? *)',
  'cron(00 02 1 JAN ? 2027)',
  'cron(0/15 8-18,22 ? jan,MAR-5 MON-FRI 2026-2199)',
  'cron(0-15/5 */2 LW * ? *)',
  'cron(5,10 22-2 3W * ? 1970/2)',
  'cron(0 0 L-3 * ? *)',
  'cron(0  0 ? * 6#3 *)',
  'cron(0 0 ? * friL *)',
  'cron(0 0 ? * L *)',
  'rate(1 minute)',
  'rate(90 days)',
  'at(2028-02-29T23:59:59)',
])('accepts %s', (expression) => {
  expect(faultIn(expression)).toBeUndefined();
});

it.each([
  'cron(60 0 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 0 0 * ? *)',
  'cron(0 0 32W * ? *)',
  'cron(0 0 1 13 ? *)',
  'cron(0 0 1 FOO ? *)',
  'cron(0 0 ? * 8 *)',
  'cron(0 0 ? * 3#6 *)',
  'cron(0 0 ? * 3#1,6#3 *)',
  'cron(0 0 * * ? 2200)',
  'cron(? 0 * * ? *)',
  'cron(0 1-2-3 * * ? *)',
  'cron(0 1/2/3 * * ? *)',
  'cron(0 , * * ? *)',
  'cron(0 2 * * * *)',
  'cron(0 2 ? * ? *)',
  'rate(0 days)',
  'rate(2 weeks)',
  'at(2027-02-29T00:00:00)',
  'at(2027-04-31T00:00:00)',
  'at(2100-02-29T00:00:00)',
  'at(2027-01-01T24:00:00)',
])('refuses %s', (expression) => {
  expect(faultIn(expression)).toBeDefined();
});

it.each([
  [{ fair_share: {} }, {}, 'share_identifier is missing, but the queue main has fair-share scheduling'],
  [{ fair_share: {} }, { share_identifier: 'a' }, undefined],
  [{}, { share_identifier: 'a' }, 'share_identifier is given, but the queue main has no fair-share scheduling'],
  [{}, {}, undefined],
  [{ overrides: { SchedulingPolicyArn: 'arn:x' } }, {}, undefined],
])('knows whether a schedule for the queue %j with %j needs a share', (queue, schedule, expected) => {
  const main = { key: 'main', value: queue, runsOn: [] };
  const definition = { path: [], queues: [main], value: { schedules: { nightly: schedule } } };
  const messages: string[] = [];
  shareIdentifier.check(
    [{ definitions: [definition], queues: [main] }] as never,
    (_, message) => messages.push(message),
    {} as never,
  );
  expect(messages).toEqual(expected === undefined ? [] : [expected]);
});
