/**
 * Compares the example of Provose's documentation, deployed, with the resources and outputs that Provose's own Terraform
 * code created for it (test/data/provose-first.json). All differences are in a table, each with its reason, which
 * docs/from-provose.md shows.
 */

import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DIFFERENCES } from '../../reference/provose-differences.js';
import { useCloud } from '../support/cloud.js';
import { readProject } from '../support/golden.js';
import { terraformView } from '../support/terraform-view.js';

const clients = useCloud();

/** Replaces ids that differ in each deployment by the kind of thing that they identify. */
function normalize(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .replace(/\b(vpc|subnet|sg|igw|rtb|acl)-[0-9a-f]{8,}/g, '$1-…')
    .replace(/compute-environment\/\S+/, 'compute-environment/…')
    .replace(/cluster\/\S+/, 'cluster/…')
    .replace(/^(AROA[A-Z0-9]+|[a-z0-9]{20})$/, 'a unique id')
    .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, 'a time');
}

/** Whether a value is absent, or the zero value that Terraform writes if it is absent. */
const isNothing = (value: unknown) =>
  !value || (typeof value === 'object' && Object.keys(value as object).length === 0);

type Leaf = readonly [path: string, value: unknown];

/** The leaves of a value. A list of scalars is a leaf, and an absent value is none. */
function leaves(value: unknown, path = ''): Leaf[] {
  if (isNothing(value)) return [];
  if (typeof value !== 'object' || (Array.isArray(value) && value.every((item) => typeof item !== 'object'))) {
    return [[path, Array.isArray(value) ? value.map(normalize) : normalize(value)]];
  }
  return Object.entries(value as object).flatMap(([key, item]) => leaves(item, path === '' ? key : `${path}.${key}`));
}

/** The attributes of each type's entries, including the empty ones, which `leaves` omits. */
function attributesByType(outputs: Readonly<Record<string, object>>) {
  const types = Object.values(outputs).flatMap((group) => Object.entries(group));
  return Object.fromEntries(
    types.map(([type, maps]) => {
      const [map] = Object.values(maps) as [object];
      const entry = 'arn' in map || 'origin' in map ? map : Object.values(map)[0];
      return [type, Object.keys(entry).sort()];
    }),
  );
}

it('equals what Provose created, except for the table of differences', async () => {
  const { deployer, cloud } = clients();
  await deployer.deploy('myproject', readProject('examples/first.yaml'));
  const { StackResources = [] } = await new CloudFormationClient(cloud.client).send(
    new DescribeStackResourcesCommand({ StackName: 'myproject' }),
  );
  const ids = Object.fromEntries(StackResources.map((one) => [one.LogicalResourceId, one.PhysicalResourceId ?? '']));
  const view = await terraformView(clients(), ids);
  const ours = new Map(leaves(view));
  const reference = JSON.parse(readProject('test/data/provose-first.json')).terraform_output;
  expect(attributesByType(view)).toEqual(attributesByType(reference));
  // Provose's keys begin with the environment, which is a listed difference. The entries are the same.
  const theirs = new Map(
    leaves(reference).map(([path, value]) => [path.replace('compute-environment-1---', ''), value]),
  );

  const used = new Set<(typeof DIFFERENCES)[number]>();
  const unexplained: string[] = [];
  for (const path of new Set([...theirs.keys(), ...ours.keys()])) {
    const [before, now] = [theirs.get(path), ours.get(path)];
    if (JSON.stringify(before) === JSON.stringify(now)) continue;
    const row = DIFFERENCES.find(({ attribute }) => attribute?.test(path));
    if (row) used.add(row);
    else unexplained.push(`${path}: ${JSON.stringify(before)} in Provose, ${JSON.stringify(now)} here`);
  }
  expect(unexplained).toEqual([]);
  expect(DIFFERENCES.filter((row) => row.attribute && !used.has(row)).map(({ what }) => what)).toEqual([]);
  // There was something to compare.
  expect(theirs.size).toBeGreaterThan(150);
});
