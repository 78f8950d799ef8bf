/**
 * Writes test/data/handler-permissions.json, what CloudFormation does with the deployer's permissions for each resource
 * type: `npm run generate -- permissions DATE SOURCE FOLDER [TYPE…]`. The folder has CloudFormation's resource schemas of that
 * day, which AWS publishes: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/resource-spec-and-schemas-reference.html.
 * The types are those of the file, and the ones named.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'test/data/handler-permissions.json';
const HANDLERS = ['create', 'read', 'update', 'delete'];

const [date, source, folder, ...added] = process.argv.slice(3);
if (!/^\d{4}-\d{2}-\d{2}$/.test(date ?? '') || folder === undefined) {
  process.stderr.write('Usage: npm run generate -- permissions YYYY-MM-DD SOURCE FOLDER [TYPE…]\n');
  process.exit(2);
}
const known = existsSync(FILE) ? Object.keys(JSON.parse(readFileSync(FILE, 'utf8')).types) : [];
const schemas = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const types = [...new Set([...known, ...added])].sort().map((name) => {
  const schema = schemas.find(({ typeName }) => typeName === name);
  if (!schema) throw new Error(`${folder} has no schema of ${name}`);
  const handlers = HANDLERS.map((handler) => [handler, schema.handlers?.[handler]?.permissions ?? []]);
  return [name, Object.fromEntries([...handlers, ['tagging', schema.tagging?.permissions ?? []]])];
});
writeFileSync(FILE, `${JSON.stringify({ source, date, types: Object.fromEntries(types) }, null, 2)}\n`);
execFileSync('npx', ['biome', 'format', '--write', FILE]);
