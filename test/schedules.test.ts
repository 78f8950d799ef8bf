/** Checks the JSON text that schedules send, and rules about keys of queues that decide what a schedule needs. */

import fc from 'fast-check';
import { jsonText } from '../macro/lower/json-text.js';
import { shareIdentifier } from '../macro/rules/share-identifier.js';

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
