/** Tests overrides of properties that no key of the language sets yet. */

import { override } from '../macro/lower/emit.js';

const secret = (Name: string, ValueFrom: unknown) => ({ Name, ValueFrom });

it('merges secrets by name, at any depth', () => {
  const made = { Containers: { Secrets: [secret('A', 'a'), secret('B', 'b')], Names: ['A'] } };
  const over = { Containers: { Secrets: [secret('C', 'c'), secret('A', { Ref: 'A' })], Names: ['B'] } };
  expect(override(made, over)).toEqual({
    Containers: { Secrets: [secret('A', { Ref: 'A' }), secret('B', 'b'), secret('C', 'c')], Names: ['B'] },
  });
});

it('does not modify its arguments', () => {
  const made = Object.freeze({ A: Object.freeze({ B: 1 }) });
  expect(override(made, Object.freeze({ A: Object.freeze({ B: null, C: 2 }) }))).toEqual({ A: { C: 2 } });
  expect(override(made, undefined)).toBe(made);
});
