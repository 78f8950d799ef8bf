/** Checks that every recipe expands to its golden file, and that its page shows the recipe and commands that fit it. */

import { parse } from 'yaml';
import { runBuilt } from './support/cli.js';
import { expectGolden, readProject } from './support/golden.js';
import { brokenLinks } from './support/links.js';
import { PARAMETERS, RECIPES, submissionsOf, templateOf } from './support/recipes.js';
import { violations } from './support/service-spec.js';

const SECTIONS = ['Submit a job', 'What to know', 'See also'];

/** The values of a property of all resources of a type. */
const valuesOf = (template: { Resources: object }, type: string, property: string): string[] =>
  Object.values<{ Type: string; Properties: Record<string, string> }>(template.Resources as never)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties[property] ?? '');

describe.each(RECIPES)('docs/recipes/%s', (name) => {
  const options = Object.entries(PARAMETERS[name] ?? {}).flatMap(([key, value]) => ['--parameter', `${key}=${value}`]);
  const { status, stdout, stderr } = runBuilt(['expand', `docs/recipes/${name}.yaml`, ...options]);
  const page = readProject(`docs/recipes/${name}.md`);

  it('expands to its golden file without diagnostics', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden(`test/fixtures/recipes/${name}.yaml`, stdout);
  });

  it('conforms to AWS’s resource specification', () => {
    expect(violations(parse(stdout))).toEqual([]);
  });

  it('is what its page shows', () => {
    expect(page).toMatch(/^```yaml\n/m);
    const shown = page.replace(/^```yaml\n.*?^```$/ms, () => `\`\`\`yaml\n${templateOf(name)}\`\`\``);
    expectGolden(`docs/recipes/${name}.md`, shown);
  });

  it('has a page with all sections, and is in the list', () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings.filter((heading) => heading !== 'Costs')).toEqual(SECTIONS);
    expect(readProject('docs/recipes/README.md')).toContain(`| [${name}](${name}.md) |`);
  });

  it('has the queues and the definitions that its page submits jobs to', () => {
    const template = parse(stdout);
    const submissions = submissionsOf(page);
    expect(submissions).not.toEqual([]);
    const used = (key: 'jobQueue' | 'jobDefinition') => [...new Set(submissions.map((one) => one[key]))].sort();
    expect(used('jobQueue')).toEqual(valuesOf(template, 'AWS::Batch::JobQueue', 'JobQueueName').sort());
    expect(used('jobDefinition')).toEqual(valuesOf(template, 'AWS::Batch::JobDefinition', 'JobDefinitionName').sort());
  });

  it('deploys under its name', () => {
    expect(page).toContain(`aws cloudformation deploy --stack-name ${name} --template-file ${name}.yaml \\\n`);
    expect(page).toContain('--capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND');
  });
});

it('links only to files and headings that exist', () => {
  expect([...RECIPES, 'README'].flatMap((name) => brokenLinks(`docs/recipes/${name}.md`))).toEqual([]);
});
