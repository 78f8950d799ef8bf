/** Checks the pictures of templates: what they show, and that Mermaid reads them whatever names a template has. */

import fc from 'fast-check';
import { draw } from '../cli/graph/draw.js';
import type { Box, Graph } from '../cli/graph/graph.js';
import { place } from '../cli/graph/layout.js';
import { renderMermaid } from '../cli/graph/mermaid.js';
import { STYLES } from '../cli/graph/styles.js';
import { renderSvg } from '../cli/graph/svg.js';
import { expandAsDeployed } from '../cli/template-file.js';
import type { Template } from '../macro/template/template.js';
import { provoseBatch } from './support/cli.js';
import { expansions } from './support/expansions.js';
import { readFlowcharts } from './support/flowcharts.js';
import { expectGolden, yamlFiles } from './support/golden.js';
import { modules } from './support/modules.js';
import { runToEnd } from './support/process.js';
import { RUNS } from './support/runs.js';

const OPTIONS: Record<string, string[]> = {
  'brought-vpc': [
    '--parameter',
    'Vpc=vpc-00000000000000a1b',
    '--parameter',
    'Subnets=subnet-00000000000000a1b,subnet-00000000000000c2d',
  ],
};

const settings = { parameters: {}, region: undefined, macroName: 'ProvoseBatch' };

function graphOf(template: Template): Graph {
  const expansion = expandAsDeployed(template, settings);
  if (!expansion.template) throw new Error(JSON.stringify(expansion.diagnostics));
  return draw(expansion.template, expansion);
}

const errorsIn = (texts: readonly string[]) =>
  readFlowcharts(texts).flatMap(({ error }, index) => (error === undefined ? [] : [`${error}\n${texts[index]}`]));

describe.each(yamlFiles('examples'))('examples/%s.yaml', (name) => {
  it('is drawn as in its golden file', async () => {
    const { status, stdout, stderr } = await provoseBatch(['graph', `examples/${name}.yaml`, ...(OPTIONS[name] ?? [])]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden(`test/fixtures/graph/${name}.mmd`, stdout);
  });

  it('is drawn as SVG as in its golden file', async () => {
    const options = ['--format', 'svg', ...(OPTIONS[name] ?? [])];
    const { status, stdout, stderr } = await provoseBatch(['graph', `examples/${name}.yaml`, ...options]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden(`test/fixtures/graph/${name}.svg`, stdout);
  });
});

it('shows overrides, functions, conditions and what is outside the template', async () => {
  const { status, stdout } = await provoseBatch(['graph', 'test/fixtures/graph/overrides.yaml']);
  expect(status).toBe(0);
  expectGolden('test/fixtures/graph/overrides.mmd', stdout);
});

it('shows what overrides and other modules change, in both formats', async () => {
  const template = 'test/fixtures/graph/attacked.yaml';
  const mermaid = await provoseBatch(['graph', template]);
  const svg = await provoseBatch(['graph', template, '--format', 'svg']);
  expect([mermaid.status, svg.status]).toEqual([0, 0]);
  expect(errorsIn([mermaid.stdout])).toEqual([]);
  expectGolden('test/fixtures/graph/attacked.mmd', mermaid.stdout);
  expectGolden('test/fixtures/graph/attacked.svg', svg.stdout);
});

it('draws every example, recipe and fixture as Mermaid reads it', () => {
  expect(errorsIn(expansions().map(({ source }) => renderMermaid(graphOf(source))))).toEqual([]);
});

it('draws any valid module as Mermaid reads it, and twice in the same way', () => {
  // Reading takes much longer than drawing.
  const texts = fc.sample(modules, RUNS.numRuns / 4).map((body) => {
    const template = { Transform: 'ProvoseBatch', 'Provose::Batch': body };
    const text = renderMermaid(graphOf(template));
    expect(renderMermaid(graphOf(structuredClone(template)))).toBe(text);
    return text;
  });
  expect(errorsIn(texts)).toEqual([]);
});

/** Text that something in Mermaid, Markdown or HTML could take for its own. */
const hostile = fc.oneof(
  fc.constantFrom(
    ...['end', 'graph', 'click', '"', '#quot;', '#35;', '<b>', '</b><script>', '&lt;', '`a`', '**a**', '_a_', '1. a'],
    ...['- a', '%%{init: {}}%%', '%% a', '---', 'a --> b', '$$x$$', 'www.a.org', 'http://a.org', 'a@b.org', '](a)'],
    ...['fa:fa-ban', 'style a:b#c;', 'classDef x:y#z;', 'a;b', '|a|', '~~~', '[[', '\n', '\u0000', 'ﬂ°°35¶ß', '😀'],
  ),
  fc.string({ minLength: 1, unit: 'binary' }),
);

const graphs = fc.record({ title: hostile, lines: fc.array(hostile, { maxLength: 3 }), label: hostile }).map(
  ({ title, lines, label }): Graph => ({
    groups: [{ title: label, groups: [], boxes: kinds.map((kind): Box => ({ id: kind, kind, title, lines })) }],
    arrows: kinds.map((kind) => ({ from: 'job', to: kind, label: [label, ...lines] })),
  }),
);
const kinds = Object.keys(STYLES) as Box['kind'][];

it('has labels that Mermaid reads as they are, without tags of their own', () => {
  const sample = fc.sample(graphs, RUNS.numRuns);
  const texts = sample.map(renderMermaid);
  const found = readFlowcharts(texts);
  const expected = sample.map(({ groups: [group], arrows }) => ({
    labels: [
      ...(group?.boxes ?? []).map(({ title, lines }) => [`<b>${title}</b>`, ...lines].join('<br>')),
      ...arrows.map(({ label = [] }) => label.join('<br>')),
      group?.title,
    ],
  }));
  expect(found).toEqual(expected);
  const tags = texts.map((text) => text.match(/</g)?.length);
  const lineBreaks = sample.map(({ groups: [group] }) => group?.boxes[0]?.lines.length ?? 0);
  expect(tags).toEqual(lineBreaks.map((breaks) => kinds.length * (2 + 2 * breaks)));
});

/** The texts of SVG pictures, as Python's XML parser reads them. */
function textsIn(pictures: readonly string[]): string[][] {
  const program = `
import json, sys, xml.etree.ElementTree as tree
texts = [[e.text for e in tree.fromstring(svg).iter('{http://www.w3.org/2000/svg}text')] for svg in json.load(sys.stdin)]
json.dump(texts, sys.stdout)`;
  const { status, stdout, stderr } = runToEnd('python3', ['-c', program], { input: JSON.stringify(pictures) });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

it('has all labels in SVG, too, which is well-formed', () => {
  const sample = fc.sample(graphs, RUNS.numRuns);
  const inXml = (text: string) =>
    text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (one) => (one >= '\u007f' && one < '\u00a0' ? one : '\ufffd'));
  const expected = sample.map(({ groups, arrows }) => [
    ...groups.map(({ title }) => title),
    ...arrows.flatMap(({ label = [] }) => label),
    ...groups.flatMap(({ boxes }) => boxes.flatMap(({ title, lines }) => [title, ...lines])),
  ]);
  expect(textsIn(sample.map(renderSvg))).toEqual(expected.map((texts) => texts.map(inXml)));
});

it('places boxes inside the picture, and none over another', () => {
  for (const body of fc.sample(modules, RUNS.numRuns / 4)) {
    const { boxes, width, height } = place(
      graphOf({ Transform: 'ProvoseBatch', 'Provose::Batch': body }),
      (text) => text.length * 8,
    );
    const sides = boxes.map((box) => ({
      left: box.x - box.width / 2,
      right: box.x + box.width / 2,
      top: box.y - box.height / 2,
      bottom: box.y + box.height / 2,
    }));
    const outside = sides.filter(
      ({ left, right, top, bottom }) => left < 0 || top < 0 || right > width || bottom > height,
    );
    const overlapping = sides.filter((one, index) =>
      sides
        .slice(index + 1)
        .some(
          (other) =>
            one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
        ),
    );
    expect({ outside, overlapping }).toEqual({ outside: [], overlapping: [] });
  }
});

it('reports the errors of a template, and draws nothing', async () => {
  const template = 'Transform: ProvoseBatch\nProvose::Batch: { small: { job_queues: { a: {} } } }\n';
  const drawn = await provoseBatch(['graph', '-'], template);
  const validated = await provoseBatch(['validate', '-'], template);
  expect(validated.stderr).toContain('[missing-key]');
  expect(drawn).toEqual({ ...validated, stdout: '' });
});

it.each(['mermaid', 'svg'])('says in one line that a template has no module, as %s too', async (format) => {
  const template = 'Resources: { B: { Type: AWS::S3::Bucket } }\n';
  expect(await provoseBatch(['graph', '-', '--format', format], template)).toEqual({
    status: 1,
    stdout: '',
    stderr: 'provose-batch: <stdin> has no module to draw\n',
  });
});

it.each([
  [
    'only that a transform runs first',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Resources: { 'Fn::ForEach::Teams': [T, [A, B], { 'Batch\${T}': { Type: Provose::Batch, Properties: {} } }] }`,
  ],
  [
    'with a warning that a transform runs first',
    "Transform: ProvoseBatch\nProvose::Batch: { a: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: s3://b/x } } } }",
  ],
])('says %s, like expand', async (_, template) => {
  const drawn = await provoseBatch(['graph', '-'], template);
  expect(drawn).toEqual(await provoseBatch(['expand', '-'], template));
  expect(drawn.status).toBe(1);
  expect(drawn.stderr).toContain('only CloudFormation can expand <stdin>, because');
});
