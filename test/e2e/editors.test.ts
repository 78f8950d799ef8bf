/**
 * Checks what users of editors see, with yaml-language-server and the settings of docs/editors.md: completion,
 * explanations, and marks for mistakes only.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shortForms } from '../../cli/yaml-functions.js';
import { fixtures, ROOT, readProject, yamlFiles } from '../support/golden.js';
import { LanguageServer, type Position } from '../support/language-server.js';

const SCHEMA = 'schema/provose-batch.schema.json';
const PACKAGE = 'node_modules/provose-batch/';

/** A code block of the page. */
const shown = (language: string, text: RegExp): string => {
  const blocks = readProject('docs/editors.md').matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].find(([, own, block = '']) => own === language && text.test(block))?.[2] ?? '';
};

const settings = JSON.parse(shown('json', /yaml\.customTags/)) as {
  'yaml.schemas': Record<string, string[]>;
  'yaml.customTags': string[];
};
const offline = { 'yaml.schemaStore': { enable: false }, 'yaml.kubernetesCRDStore': { enable: false } };
/** The settings as shown, with the schema of this repository for all templates. */
const ours = {
  ...settings,
  ...offline,
  'yaml.schemas': Object.fromEntries(
    Object.keys(settings['yaml.schemas']).map((path) => [path.replace(PACKAGE, ''), ['*.yaml']]),
  ),
};

const uriOf = (path: string) => pathToFileURL(join(ROOT, path)).href;

/** A template with a mistake in some lines. */
const TEMPLATE = `Transform: ProvoseBatch
Provose::Batch:
  provose_config: { internal_subdomain: production }
  small:
    instances:
      instance_types: [m5.large]
      compute_environment_type: SPOTT
      max_vcpus: !Ref Max
    job_queues:
      mainqueue:
        priority: 5000
        state: on
        
      other: { prioritty: 1 }
    job_definitions:
      job: { image: busybox, vcpus: 1, memory: lots }
      next:
        image: busybox
        vcpus: !FindInMap [Sizes, Small, Vcpus]
        memory: !ImportValue { 'Fn::Sub': '\${AWS::StackName}-memory' }
        user: !Transform { Name: Users }
        timeout_seconds: '3600'
        privileged: yes
        environment: { RETRIES: 3, VERBOSE: true, NAME: !Sub '\${AWS::StackName}' }
`;
const LINES = TEMPLATE.split('\n');
const at = (text: string) => {
  const line = LINES.findIndex((each) => each.includes(text));
  return { line, character: (LINES[line] ?? '').indexOf(text) + 1 };
};

let server: LanguageServer;
beforeAll(async () => {
  server = await LanguageServer.start(ROOT, ours);
});
afterAll(() => server.end());

/** What an editor offers at a place, without the short forms, which it offers everywhere. */
async function completed(uri: string, place: Position): Promise<string[]> {
  const answer = await server.askAt('textDocument/completion', uri, place);
  const { items } = answer as { items: { label: string }[] };
  return items.map(({ label }) => label).filter((label) => !label.startsWith('!'));
}

it.each([
  ...yamlFiles('examples').map((name) => `examples/${name}.yaml`),
  ...yamlFiles('docs/recipes').map((name) => `docs/recipes/${name}.yaml`),
  ...fixtures('expand').map((name) => `test/fixtures/expand/${name}/template.yaml`),
])('marks nothing in %s', async (file) => {
  expect(await server.open(uriOf(file), readProject(file))).toEqual([]);
});

it.each([
  ['Provose::Batch: !Transform { Name: AWS::Include, Parameters: { Location: s3://a/b } }\n'],
  ['Provose::Batch: { batch: !Transform { Name: AWS::Include, Parameters: { Location: s3://a/b } } }\n'],
  ['Resources: { Jobs: { Type: Provose::Batch, Properties: !Transform { Name: AWS::Include } } }\n'],
])('marks no transform in place of a body: %s', async (text) => {
  expect(await server.open(uriOf('transform.yaml'), text)).toEqual([]);
});

describe('in a template with mistakes', () => {
  const uri = uriOf('mistakes.yaml');
  let marks: (string | undefined)[][];
  beforeAll(async () => {
    const found = await server.open(uri, TEMPLATE);
    marks = found.map(({ message, range }) => [LINES[range.start.line]?.trim(), message]);
  });

  it('marks wrong keys and values in their lines, and no short form', () => {
    expect(marks.sort()).toEqual([
      [
        'compute_environment_type: SPOTT',
        'Value is not accepted. Valid values: "EC2", "SPOT", "FARGATE", "FARGATE_SPOT", "ECS_MANAGED_INSTANCES".',
      ],
      ['job: { image: busybox, vcpus: 1, memory: lots }', 'Expected an integer from 4 to 100000000.'],
      ['other: { prioritty: 1 }', 'Property prioritty is not allowed.'],
      ['priority: 5000', 'Value is above the maximum of 1000.'],
      [
        'provose_config: { internal_subdomain: production }',
        'Provose’s private DNS subdomain. Ignored: AWS Batch does not use it.',
      ],
      ['state: on', 'Value is not accepted. Valid values: "ENABLED", "DISABLED".'],
    ]);
  });

  it('completes the other keys of a queue', async () => {
    const keys = await completed(uri, { line: 12, character: 8 });
    expect(keys).toEqual(['compute_environments', 'fair_share', 'job_state_time_limits', 'name', 'overrides']);
  });

  it('completes the words of a value', async () => {
    expect(await completed(uri, at('SPOTT'))).toEqual([
      'EC2',
      'SPOT',
      'FARGATE',
      'FARGATE_SPOT',
      'ECS_MANAGED_INSTANCES',
    ]);
  });

  it('explains a key', async () => {
    const { contents } = (await server.askAt('textDocument/hover', uri, at('priority'))) as {
      contents: { value: string };
    };
    expect(contents.value.split('\n\nSource:')[0]).toBe(
      [
        'The queue’s priority. Queues with higher values are scheduled first on a shared compute environment.',
        'Takes an integer from 0 to 1000, by default `1`.',
        'Sets `AWS::Batch::JobQueue.Priority`.',
        '[Documentation](https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html)',
        'Example:',
        '```yaml\n10\n```',
      ].join('\n\n'),
    );
  });
});

describe('with the schema in the first line of a template', () => {
  const [modeline = '', byUrl = ''] = [shown('yaml', /node_modules/), shown('yaml', /https:/)];
  const files = createServer((request, response) => {
    const isThere = request.url === `/provose-batch/${SCHEMA}`;
    response.writeHead(isThere ? 200 : 404).end(isThere ? readProject(SCHEMA) : '');
  });
  beforeAll(() => new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve)));
  afterAll(() => files.close());

  it.each(['path', 'URL'])('finds it by its %s', async (kind) => {
    const { port } = files.address() as AddressInfo;
    const line =
      kind === 'path'
        ? modeline.replace(PACKAGE, '../../')
        : byUrl.replace('https://unpkg.com', `http://127.0.0.1:${port}`);
    const { 'yaml.schemas': _, ...others } = ours;
    const plain = await LanguageServer.start(ROOT, others);
    const uri = uriOf(`some/folder/by-${kind}.yaml`);
    const marks = await plain.open(uri, `${line}${TEMPLATE}`);
    const without = await plain.open(uriOf(`some/folder/without-${kind}.yaml`), TEMPLATE);
    await plain.end();
    expect(line).toContain(SCHEMA);
    expect(marks.map(({ message }) => message)).toContain('Property prioritty is not allowed.');
    expect(without).toEqual([]);
  });
});

it('lists all short forms in the settings', () => {
  const tags = new Set(settings['yaml.customTags'].map((tag) => tag.split(' ')[0]));
  expect([...tags].sort()).toEqual([...shortForms].sort());
});
