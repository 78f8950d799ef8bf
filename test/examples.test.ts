/** Checks that every example expands to its golden file, on the command line and in Lambda. */

import { parse } from 'yaml';
import { readSource } from '../cli/source.js';
import { expandAsDeployed } from '../cli/template-file.js';
import { callBundle, macroRequest } from './support/bundle.js';
import { provoseBatch, runBuilt } from './support/cli.js';
import { expectGolden, readProject, yamlFiles } from './support/golden.js';
import { violations } from './support/service-spec.js';

const examples = yamlFiles('examples');

/** The options that a user would pass on the command line. */
const OPTIONS: Record<string, string[]> = {
  'brought-vpc': [
    '--parameter',
    'Vpc=vpc-00000000000000a1b',
    '--parameter',
    'Subnets=subnet-00000000000000a1b,subnet-00000000000000c2d',
  ],
};

describe.each(examples)('examples/%s.yaml', (name) => {
  const { status, stdout, stderr } = runBuilt(['expand', `examples/${name}.yaml`, ...(OPTIONS[name] ?? [])]);

  it('expands to its golden file without diagnostics', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden(`test/fixtures/examples/${name}.yaml`, stdout);
  });

  it('conforms to AWS’s resource specification', () => {
    expect(violations(parse(stdout))).toEqual([]);
  });

  it('gives the same data in JSON', async () => {
    const json = await provoseBatch(['expand', `examples/${name}.yaml`, '--format', 'json', ...(OPTIONS[name] ?? [])]);
    expect(JSON.parse(json.stdout)).toEqual(parse(stdout, { version: '1.1' }));
  });
});

it('expands to the same template in the macro’s bundle as on the command line', () => {
  const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };
  const templates = examples.map((name) => readSource(name, readProject(`examples/${name}.yaml`)).data as object);
  const requests = templates.map((data) => {
    const { Transform: _, ...fragment } = data as { Transform?: unknown; Parameters?: object };
    const defaults = Object.entries(fragment.Parameters ?? {}).map(([key, { Type, Default }]) => [
      key,
      /List/.test(Type) ? String(Default).split(',') : String(Default),
    ]);
    return macroRequest(fragment, { templateParameterValues: Object.fromEntries(defaults) });
  });
  const expected = templates.map((data) => {
    const { Transform: _, ...template } = expandAsDeployed(data, settings).template as { Transform?: unknown };
    return template;
  });
  const { answers, log } = callBundle(requests);
  expect(answers.map(({ status }) => status)).toEqual(examples.map(() => 'success'));
  // Compared as text, because the order matters.
  expect(answers.map(({ fragment }) => JSON.stringify(fragment))).toEqual(expected.map((one) => JSON.stringify(one)));
  expect(log).not.toContain('SOME_KEY');
});

/** How many lines of an example follow `Provose::Batch:`. The section must be its last. */
function bodyLines(name: string): number {
  const lines = readProject(`examples/${name}.yaml`).split('\n');
  return lines.slice(lines.indexOf('Provose::Batch:') + 1).filter((line) => line.trim() !== '').length;
}

it('describes a team’s set-up in at most 60 lines', () => {
  expect(bodyLines('production')).toBeLessThanOrEqual(60);
});

describe('the example of Provose’s documentation', () => {
  it('has a body of at most 17 lines, or 12 in its short form', () => {
    expect(bodyLines('first')).toBeLessThanOrEqual(17);
    expect(bodyLines('first-short')).toBeLessThanOrEqual(12);
  });

  it('expands to the same template in both forms', () => {
    expect(readProject('test/fixtures/examples/first-short.yaml')).toBe(
      readProject('test/fixtures/examples/first.yaml'),
    );
  });

  it('expands to the same resources as written in Provose’s documentation and as a resource', async () => {
    const documented = readProject('test/fixtures/documented.yaml');
    const first = readProject('test/fixtures/examples/first.yaml');
    const { stdout, stderr } = await provoseBatch(['expand', '-'], documented);
    expect(stdout).toBe(first);
    expect(stderr.match(/has no effect here \[ignored-key\]/g)).toHaveLength(3);
    const body = documented.split('Provose::Batch:\n')[1]?.replace(/^/gm, '    ');
    const asResource = `Transform: ProvoseBatch\nResources:\n  Provose:\n    Type: Custom::ProvoseBatch\n    Properties:\n      ServiceToken: any\n${body}`;
    expect(parse((await provoseBatch(['expand', '-'], asResource)).stdout).Resources).toEqual(parse(first).Resources);
  });
});
