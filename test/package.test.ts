/** Checks that the output of `npm pack` contains everything that users need, and nothing else. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './support/golden.js';

const folder = mkdtempSync(join(tmpdir(), 'provose-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });

const [{ filename, files }] = JSON.parse(
  run('npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder).stdout,
) as [{ filename: string; files: { path: string }[] }];

it('contains the bundles, the templates and the documentation for users', () => {
  const entries = files.map(({ path }) =>
    path.replace(/^(dist\/[^/]+|docs\/recipes|examples|integrations)\/.*/, '$1/'),
  );
  expect([...new Set(entries)].sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES.md',
    'dist/cli/',
    'dist/custom-resource/',
    'dist/library/',
    'dist/macro/',
    'docs/deploying.md',
    'docs/diagnostics.md',
    'docs/editors.md',
    'docs/exports.md',
    'docs/from-provose.md',
    'docs/guide.md',
    'docs/library.md',
    'docs/recipes/',
    'docs/reference.md',
    'docs/service-catalog.md',
    'examples/',
    'integrations/',
    'package.json',
    'samconfig.toml',
    'schema/provose-batch.schema.json',
    'template.yaml',
  ]);
});

it('runs without other packages', () => {
  expect(run('tar', '-xzf', join(folder, filename), '-C', folder).status).toBe(0);
  const inside = (path: string) => join(folder, 'package', path);
  expect(JSON.parse(readFileSync(inside('package.json'), 'utf8'))).not.toHaveProperty('dependencies');
  const { status, stdout, stderr } = run(
    process.execPath,
    inside('dist/cli/provose-batch.mjs'),
    'expand',
    inside('examples/first.yaml'),
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('AWS::Batch::JobQueue');
});
