/**
 * Collects the examples of test/fixtures/codes in reference/examples.json, for the command line, and writes
 * docs/diagnostics.md with every diagnostic code. With --check, it only checks that both are up to date.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { writeOrCheck } from './generated.mjs';
import { load } from './load.mjs';

const FIXTURES = 'test/fixtures/codes';
const FILE = 'docs/diagnostics.md';

const read = (code, name) => readFileSync(`${FIXTURES}/${code}/${name}.yaml`, 'utf8');
const examples = readdirSync(FIXTURES)
  .sort()
  .map((code) => [code, { broken: read(code, 'broken'), fixed: read(code, 'fixed') }]);
writeOrCheck('reference/examples.json', `${JSON.stringify(Object.fromEntries(examples), null, 2)}\n`);

const { describedCodes, withoutExample, exampleOf, reportOn, EXAMPLE_REGION } = await load(`
export { describedCodes, withoutExample } from './reference/codes.ts';
export { exampleOf, reportOn, EXAMPLE_REGION } from './cli/examples.ts';`);

const SEVERITIES = [
  ['error', 'Errors', 'An error prevents the deployment.'],
  ['warning', 'Warnings', 'A warning is about something that CloudFormation accepts, but that users regret.'],
  ['info', 'Information', 'This may be intended.'],
];

const block = (language, text) => [`\`\`\`${language}`, text.trimEnd(), '```'];
const row = ({ code, description }) => `| [${code}](#${code}) | ${description} |`;

function entry({ code, description }) {
  const example = exampleOf(code);
  const shown = example
    ? [
        ...block('yaml', example.broken),
        '',
        ...block('text', reportOn(example.broken)),
        '',
        'Fixed:',
        '',
        ...block('yaml', example.fixed),
      ]
    : [`No example: ${withoutExample[code]}`];
  return ['', `### \`${code}\``, '', description, '', ...shown];
}

const groups = SEVERITIES.map(([severity, title, meaning]) => {
  const of = describedCodes.filter((each) => each.severity === severity);
  return { title, meaning, codes: of.sort((one, other) => (one.code < other.code ? -1 : 1)) };
});

const text = [
  '# Diagnostics',
  '',
  'This page lists every code that `provose-batch validate` and the deployed macro report, with an example and its fix.',
  '`provose-batch explain CODE` prints the same. The examples are whole templates, validated with',
  `\`--region ${EXAMPLE_REGION}\`.`,
  '',
  `The codes by severity: ${groups.map(({ title }) => `[${title.toLowerCase()}](#${title.toLowerCase()})`).join(', ')}.`,
  '',
  'A code is given with its usual severity. An error becomes a warning if another transform runs before the macro and may',
  'change what it is about, or if it depends on the current values of parameters or on a condition that is known only at',
  'deployment. A template can [ignore a warning](guide.md#warnings), with a reason.',
  ...groups.flatMap(({ title, meaning, codes }) => [
    '',
    `## ${title}`,
    '',
    meaning,
    '',
    '| code | what it finds |',
    '| --- | --- |',
    ...codes.map(row),
    ...codes.flatMap(entry),
  ]),
  '',
].join('\n');

writeOrCheck(FILE, text);
