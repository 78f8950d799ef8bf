/**
 * Writes docs/from-provose.md: the keys and outputs of Provose beside those of the macro, from the schema and the export
 * maps. With --check, it only checks that the file is up to date.
 */

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { writeOrCheck } from './generated.mjs';
import { load } from './load.mjs';

const { describedKeys, describedMaps, PROVOSE_KEYS, DIFFERENCES, expandAsDeployed } = await load(`
export { describedKeys } from './reference/keys.ts';
export { describedMaps } from './reference/exports.ts';
export { PROVOSE_KEYS } from './reference/provose-keys.ts';
export { DIFFERENCES } from './reference/provose-differences.ts';
export { expandAsDeployed } from './cli/template-file.ts';`);

const code = (text) => `\`${text}\``;
const block = (language, text) => [`\`\`\`${language}`, text.trimEnd(), '```'];

/** A value as Terraform writes it. */
function inHcl(value, indent = '') {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => inHcl(item)).join(', ')}]`;
  const inner = `${indent}  `;
  const name = (key) => (/^\w+$/.test(key) ? key : JSON.stringify(key));
  const lines = Object.entries(value).map(([key, item]) => `${inner}${name(key)} = ${inHcl(item, inner)}\n`);
  return `{\n${lines.join('')}${indent}}`;
}
const documented = parse(readFileSync('test/fixtures/documented.yaml', 'utf8'))['Provose::Batch'];
const terraform = `module "myproject" ${inHcl({ source: '…', ...documented })}`;

const keys = describedKeys();
const keyRow = ({ path, isRequired, note }) => {
  const { isRequired: isRequiredHere, defaultValue } = keys.find((key) => key.path === path);
  const inDefault = defaultValue === undefined ? '' : `, by default ${code(defaultValue)}`;
  const here = isRequiredHere ? 'required' : `optional${inDefault}`;
  return `| ${code(path)} | ${isRequired ? 'required' : 'optional'} | ${here} | ${note} |`;
};

const DOCUMENTED = [
  'aws_security_group',
  'aws_batch_compute_environment',
  'aws_batch_job_queue',
  'aws_batch_job_definition',
];
const { terraform_output: output } = JSON.parse(readFileSync('test/data/provose-first.json', 'utf8'));
const outputs = Object.entries(output).flatMap(([group, types]) =>
  Object.entries(types).flatMap(([type, maps]) =>
    Object.entries(maps).map(([name, map]) => ({ path: `${group}.${type}.${name}`, type, map })),
  ),
);
/** Whether the example has an entry. */
function isIn(entry) {
  const template = { ...parse(readFileSync('examples/first.yaml', 'utf8')), Outputs: { Entry: { Value: entry } } };
  return expandAsDeployed(template, { parameters: {}, macroName: 'ProvoseBatch' }).diagnostics.length === 0;
}
const outputRow = ({ path, type, map }) => {
  const { reference, doc, madeBy } = describedMaps.find((each) => each.path === path);
  const isKeyed = reference?.includes('.NAME.') ?? !('arn' in map);
  const key = Array.isArray(map) ? '[0]' : `["${Object.keys(map)[0]}"]`;
  const name = reference?.replace('NAME', nameHere(map));
  const isMade = reference && isIn({ 'Fn::GetAtt': name.split(/\.(.*)\.ATTRIBUTE/s, 2) });
  const here = reference ? `${code(`!GetAtt ${name}`)}${isMade ? '' : `. ${madeBy}`}` : doc;
  const there = code(`module.myproject.${path}${isKeyed ? key : ''}.ATTRIBUTE`);
  return `| ${there} | ${here} | ${DOCUMENTED.includes(type) ? 'yes' : ''} |`;
};
const nameHere = (map) => (Array.isArray(map) ? '0' : Object.keys(map)[0].replace('compute-environment-1---', ''));

const differenceRow = ({ what, provose, here, why }) => `| ${what} | ${provose} | ${here} | ${why} |`;

const text = [
  `# From Provose

This page is for users of the [batch module of Provose](https://provose.com/v4.0/reference/batch/), which this macro
reimplements for CloudFormation: its keys and outputs beside those of the macro, what differs, and how to move.

## The same example

In Terraform:
`,
  ...block('terraform', terraform),
  '',
  'In CloudFormation:',
  '',
  ...block('yaml', readFileSync('examples/first.yaml', 'utf8').replace(/^#.*\n/, '')),
  `
## Keys

All keys have the names that they have in Provose. The [reference](reference.md) has those that Provose lacks.

| key | in Provose | here | what to know |
| --- | --- | --- | --- |`,
  ...PROVOSE_KEYS.map(keyRow),
  `
## Outputs

A reference replaces an output of the module. The keys of queues and job definitions are your own names, without the name
of the environment. [exports.md](exports.md) has the attributes, which are those of Terraform, and the maps that Provose
lacks. Other stacks can import values with \`outputs: exports\` in \`provose_config\`.

| in Provose | here | documented there |
| --- | --- | --- |`,
  ...outputs.map(outputRow),
  `
## What differs

For the example, Provose’s Terraform code and this macro create the same, as AWS Batch, EC2 and IAM report it, but for the
rows below. A test compares them attribute by attribute and fails at any that is not here.

| what | in Provose | here | why |
| --- | --- | --- | --- |`,
  ...DIFFERENCES.map(differenceRow),
  `
## How to move

The stack creates new resources, and takes none over from Terraform’s state. Both can run at the same time, because their
names differ: \`compute-environment-1---mainqueue\` there is \`mainqueue\` here. Move the jobs from one to the other:

1. Write the template: the keys are the same. Leave out \`authentication\`, \`internal_root_domain\` and
   \`internal_subdomain\`. \`npx provose-batch validate\` finds mistakes.
2. If the jobs need databases or other services in the VPC of Provose, use that VPC:
   \`vpc: { id: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0] }\` in \`provose_config\`, with the ids of
   \`module.myproject.vpc.aws_vpc.vpc\` and \`module.myproject.vpc.aws_subnet.vpc\`. Otherwise, the stack creates a VPC of
   its own, for which the Region’s [quota](https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html) must
   have room.
3. [Deploy](deploying.md#deploy-a-template) the stack, and submit a job to the new queue.
4. Change what submits jobs to the new names of queue and job definition.
5. Disable the old queue: \`state = "DISABLED"\` in the Terraform configuration. A
   [disabled queue](https://docs.aws.amazon.com/batch/latest/APIReference/API_JobQueueDetail.html) accepts no new jobs, and
   those in it can finish.
6. Wait until it is empty:

   \`\`\`sh
   for status in SUBMITTED PENDING RUNNABLE STARTING RUNNING; do
     aws batch list-jobs --job-queue compute-environment-1---mainqueue --job-status $status --query 'jobSummaryList[].jobId'
   done
   \`\`\`

7. Remove the compute environment from \`batch\` in the Terraform configuration, and apply it.

Images that Provose uploads to Amazon ECR stay where they are, and are images with \`private_registry: true\` here. To keep a
queue’s old name, which programs may have, set it once the old queue is gone: \`name: compute-environment-1---mainqueue\`
replaces the queue, so first drain the new one in the same way.
`,
].join('\n');

writeOrCheck('docs/from-provose.md', text);
