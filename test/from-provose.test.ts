/** Holds docs/from-provose.md against the example of Provose's documentation, the schema and the export maps. */

import { parse } from 'yaml';
import { describedMaps } from '../reference/exports.js';
import { describedKeys } from '../reference/keys.js';
import { PROVOSE_KEYS } from '../reference/provose-keys.js';
import { readProject } from './support/golden.js';

const page = readProject('docs/from-provose.md');
const first = JSON.parse(readProject('test/data/provose-first.json'));
const documented = parse(readProject('test/fixtures/documented.yaml'))['Provose::Batch'];
const keys = describedKeys();

/** The paths of the keys in a value, as in the reference. */
function pathsIn(value: unknown, at: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...at, keys.some((key) => key.path === [...at, name].join('.')) ? name : '*'];
    return [path.join('.'), ...pathsIn(inner, path)];
  });
}

it('has every key of Provose, by the same name', () => {
  const paths = PROVOSE_KEYS.map(({ path }) => path);
  expect(paths.filter((path) => !keys.some((key) => key.path === path))).toEqual([]);
  const shown = new Set(pathsIn(documented).filter((path) => keys.some((key) => key.path === path)));
  // What is around the keys, and what is in a value that has no effect.
  const around = ['provose_config', 'batch'];
  const optional = ['batch.*.instances.ami_id'];
  expect([...paths, ...around].sort()).toEqual([...shown, ...optional].sort());
  for (const path of paths) expect(page).toContain(`\n| \`${path}\` | `);
});

it('says where a key is required as the schema does', () => {
  for (const { path, isRequired } of keys.filter(({ path }) => PROVOSE_KEYS.some((key) => key.path === path))) {
    expect(page).toMatch(
      new RegExp(
        `^\\| \`${path.replaceAll(/[.*]/g, '\\$&')}\` \\| \\w+ \\| ${isRequired ? 'required' : 'optional'}`,
        'm',
      ),
    );
  }
});

it('shows the example that Provose’s outputs are from', () => {
  const ignored = ['authentication', 'internal_root_domain', 'internal_subdomain'];
  const config = Object.entries(documented.provose_config).filter(([key]) => !ignored.includes(key));
  expect({ ...documented, provose_config: Object.fromEntries(config) }).toEqual(first.config);
  expect(parse(readProject('examples/first.yaml'))['Provose::Batch']).toEqual(first.config);
});

it('shows that example in Terraform', () => {
  const [, terraform = ''] = /^```terraform\n(.*?)^```$/ms.exec(page) ?? [];
  // As JSON, but for commas and the signs between keys and values.
  const json = terraform
    .replace('module "myproject" {', '{')
    .replaceAll(/^( *)"?([\w-]+)"? = /gm, '$1"$2": ')
    .replaceAll(/([^{\n])\n(?= *["\w])/g, '$1,\n');
  expect(JSON.parse(json)).toEqual({ source: '…', ...documented });
});

it('has every output of Provose', () => {
  const rows = Object.entries<object>(first.terraform_output).flatMap(([group, types]) =>
    Object.entries(types).flatMap(([type, maps]) => Object.keys(maps).map((name) => `${group}.${type}.${name}`)),
  );
  expect(rows.length).toBeGreaterThan(10);
  for (const path of rows) {
    expect(describedMaps.map((map) => map.path)).toContain(path);
    expect(page).toContain(`\n| \`module.myproject.${path}`);
  }
});
