/** Runs the script of the GitHub action in action.yml, with this build in place of the published package. */

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { ROOT, readProject } from './support/golden.js';

const { inputs, runs } = parse(readProject('action.yml'));
const { version } = JSON.parse(readProject('package.json'));

const folder = mkdtempSync(join(tmpdir(), 'action-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bin = join(folder, 'bin');
mkdirSync(bin);
// Accepts only the version of the action.
writeFileSync(
  join(bin, 'npx'),
  `#!/bin/sh\n[ "$1 $2" = "--yes provose-batch@${version}" ] || exit 99\nshift 2\nexec "${process.execPath}" "${ROOT}/dist/cli/provose-batch.mjs" "$@"\n`,
);
chmodSync(join(bin, 'npx'), 0o755);
const small = 'instances: { instance_types: [m5.large], max_vcpus: 2 }\n    job_queues: { q: {} }';
writeFileSync(join(folder, 'good.yaml'), `Transform: ProvoseBatch\nProvose::Batch:\n  small:\n    ${small}\n`);
writeFileSync(
  join(folder, 'bad.yaml'),
  `Transform: ProvoseBatch\nProvose::Batch:\n  small:\n    ${small}\n    port: 1\n`,
);
writeFileSync(
  join(folder, 'open.yaml'),
  `Transform: ProvoseBatch\nProvose::Batch:\n  small:\n    ${small}\n    public: { tcp: [22] }\n`,
);

function run(given: Record<string, string>) {
  const names = Object.keys(inputs).map((name) => [name.toUpperCase(), given[name] ?? inputs[name].default]);
  const env = {
    ...process.env,
    ...Object.fromEntries(names),
    GITHUB_ACTION_PATH: ROOT,
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
  };
  // As GitHub runs a step with `shell: bash`.
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', runs.steps[0].run];
  return spawnSync('bash', args, { cwd: folder, env, encoding: 'utf8' });
}

it('passes each input to its script', () => {
  const names = Object.keys(inputs);
  const expected = names.map((name) => [name.toUpperCase(), `\${{ inputs.${name} }}`]);
  expect(runs.steps[0].env).toEqual(Object.fromEntries(expected));
});

it('annotates all templates of the repository, and fails for errors', () => {
  const { status, stdout } = run({});
  expect(stdout).toMatch(/^::error file=bad.yaml,line=6,col=5,title=unknown-key::/);
  expect(stdout).toContain('::warning file=open.yaml');
  expect(status).toBe(1);
});

it('fails for warnings only if asked to', () => {
  expect(run({ paths: 'good.yaml open.yaml' }).status).toBe(0);
  for (const strict of ['true', 'True', 'TRUE']) {
    expect(run({ paths: 'good.yaml open.yaml', strict }).status).toBe(1);
  }
  expect(run({ paths: 'good.yaml open.yaml', strict: 'FALSE' }).status).toBe(0);
});

it('also writes SARIF, and still fails', () => {
  const { status, stdout } = run({ paths: 'bad.yaml', sarif: 'batch.sarif' });
  const { runs: results } = JSON.parse(readFileSync(join(folder, 'batch.sarif'), 'utf8'));
  expect(results[0].results).toMatchObject([{ ruleId: 'unknown-key', level: 'error' }]);
  expect(stdout).toContain('::error file=bad.yaml');
  expect(status).toBe(1);
});

it('leaves no empty file if there is no template to validate', () => {
  mkdirSync(join(folder, 'empty'));
  const { status, stderr } = run({ paths: 'empty', sarif: 'none.sarif' });
  expect(stderr).toContain('empty');
  expect(status).toBe(2);
  expect(existsSync(join(folder, 'none.sarif'))).toBe(false);
});

it('is documented with all of its inputs', () => {
  const guide = readProject('docs/guide.md');
  for (const name of Object.keys(inputs)) expect(guide).toContain(`| \`${name}\` | `);
});
