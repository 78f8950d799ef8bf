/** The rows of the language against AWS's own resource specification, and against the rules for rows. */

import type * as v from 'valibot';
import { computeEnvironment, instances } from '../macro/spec/compute-environment.js';
import { type Row, rowOf } from '../macro/spec/field.js';
import { image, jobDefinition } from '../macro/spec/job-definition.js';
import { jobQueue } from '../macro/spec/job-queue.js';
import { broughtVpc, provoseConfig } from '../macro/spec/provose-config.js';
import { hasProperty } from './support/service-spec.js';

const nouns: [string, { entries: v.ObjectEntries }, string][] = [
  ['instances', instances, 'AWS::Batch::ComputeEnvironment'],
  ['job_queues', jobQueue, 'AWS::Batch::JobQueue'],
  ['job_definitions', jobDefinition, 'AWS::Batch::JobDefinition'],
  ['provose_config', provoseConfig, 'AWS::IAM::Role'],
  ['compute environment', computeEnvironment, ''],
  ['image', image, ''],
  ['vpc', broughtVpc, ''],
];

const rows = nouns.flatMap(([noun, { entries }, type]) =>
  Object.entries(entries).map(([key, schema]) => ({ noun, key, type, schema, row: rowOf(schema) as Row })),
);

describe.each(rows)('$noun.$key', ({ key, type, schema, row }) => {
  it('has a row with one sentence and an example that its own type takes', () => {
    expect(row.doc).toMatch(/^[A-Z][^\n]*\.$/);
    const result = schema['~run']({ value: row.example }, { lang: undefined } as never);
    expect(result.issues).toBeUndefined();
    if (row.source !== undefined) expect(row.source).toMatch(/^https:\/\//);
    expect(key).toMatch(/^[a-z][a-z_]*$/);
  });

  if (row.property !== undefined) {
    const { property } = row;
    it(`becomes ${property}, which ${type} has`, () => expect(hasProperty(type, property)).toBe(true));
  }
});

it('notices a property that AWS does not have', () => {
  expect(hasProperty('AWS::Batch::JobQueue', 'Prioritty')).toBe(false);
  expect(hasProperty('AWS::Batch::JobDefinition', 'ContainerProperties.Commands')).toBe(false);
});
