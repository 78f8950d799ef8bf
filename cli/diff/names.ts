/** Names resources by the entry of the source that they were generated from, as users know them. */

import { SECTION } from '../../macro/read/find.js';
import type { Path } from '../../macro/template/template.js';
import type { Settled } from './side.js';

/** What the entries of a mapping in a module are called. */
const ENTRIES: Readonly<Record<string, string>> = {
  batch: 'environment',
  job_queues: 'queue',
  job_definitions: 'job definition',
  schedules: 'schedule',
};

/** The types that are what an entry stands for, each with the mapping that has the entry. */
const OWN: Readonly<Record<string, string>> = {
  'AWS::Batch::ComputeEnvironment': 'batch',
  'AWS::Batch::JobQueue': 'job_queues',
  'AWS::Batch::JobDefinition': 'job_definitions',
  'AWS::Scheduler::Schedule': 'schedules',
};

/** `queue mainqueue of environment small`; `undefined` for a resource that was not generated. */
export function entryOf({ type, path }: Settled): string | undefined {
  if (!path) return undefined;
  const { module, keys } = splitModule(path);
  const entries = keys.flatMap((key, index) => {
    const name = keys[index + 1];
    const kind = Object.hasOwn(ENTRIES, key) ? ENTRIES[key] : undefined;
    return index % 2 === 0 && kind !== undefined && name !== undefined ? [{ key, text: `${kind} ${name}` }] : [];
  });
  const isEntry = OWN[type] !== undefined && entries.at(-1)?.key === OWN[type];
  const parts = entries.map(({ text }) => text).reverse();
  return [...(isEntry ? [] : [wordsOf(type)]), ...parts, ...(module === undefined ? [] : [`module ${module}`])].join(
    ' of ',
  );
}

/** The entry and the logical id, or the logical id and the type. */
export function nameOf(resource: Settled): string {
  const entry = entryOf(resource);
  return entry === undefined ? `${resource.id} (${resource.type})` : `${entry} (${resource.id})`;
}

/** The logical id of the module's resource, unless it is the section, and the keys inside the module. */
function splitModule(path: Path): { readonly module?: string; readonly keys: readonly string[] } {
  const keys = path.map(String);
  if (keys[0] === SECTION) return { keys: keys.slice(1) };
  const [, module = '', , ...rest] = keys;
  return { module, keys: rest };
}

/** A type in words: `security group` for AWS::EC2::SecurityGroup. */
function wordsOf(type: string): string {
  if (type === 'Custom::ProvoseImage') return 'image';
  if (type === 'Custom::ProvoseExport') return 'export';
  const name = type.slice(type.lastIndexOf(':') + 1);
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return words.replace(/\b[A-Z][a-z]+/g, (word) => word.toLowerCase());
}
