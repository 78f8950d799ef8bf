/** Finds what a word means: a diagnostic code, a key of the language, or an export. */

import { nearest } from '../macro/diagnostics/diagnostics.js';
import { inSnakeCase, PROPERTIES, withoutKey } from '../macro/schema/without-key.js';
import type { Specification } from '../macro/template/template.js';
import { type DescribedCode, describedCodes } from './codes.js';
import { type DescribedMap, describedMaps } from './exports.js';
import { type Keyless, keylessCalled } from './keyless.js';
import { type DescribedKey, describedKeys } from './keys.js';

/** What a word can mean. */
export interface Meaning {
  readonly code: DescribedCode | undefined;
  readonly keys: readonly DescribedKey[];
  /** True if the word is not the name of the keys, but that of a property or another name for them. */
  readonly isOtherName: boolean;
  /** The overrides to write for properties that have no key, by resource type. */
  readonly overrides: readonly { readonly type: string; readonly text: string }[];
  /** Properties that no key sets, if the word means nothing else, or those of schedules beside keys of other objects. */
  readonly keyless: readonly Keyless[];
  /** The export maps that are called so, or those with an attribute that is. */
  readonly maps: readonly DescribedMap[];
  /** The attribute, if the word names one. */
  readonly attribute: string | undefined;
}

/**
 * What a word means; `undefined` if it means nothing.
 *
 * @param specification - AWS’s properties by resource type, for those that no key sets
 */
export function lookUp(word: string, specification: Specification = {}): Meaning | undefined {
  const segments = segmentsOf(word);
  const all = describedKeys();
  const named = isExport(segments) ? [] : all.filter(({ path }) => leadsTo(segments, segmentsOf(path)));
  const code = describedCodes.find((each) => each.code === word);
  const meaning: Meaning = {
    code,
    keys: named.length > 0 || code ? named : all.filter((key) => isAlsoCalled(key, word)),
    isOtherName: named.length === 0,
    overrides: Object.keys(PROPERTIES).flatMap((type) => {
      const text = isIn(type, segments) ? withoutKey(type, segments.at(-1) ?? '') : undefined;
      return text === undefined ? [] : [{ type, text }];
    }),
    keyless: [],
    ...exportsOf(segments),
  };
  const { keys, overrides, maps } = meaning;
  if (meaning.isOtherName && keys.length > 0) return { ...meaning, keyless: ofSchedules(word, keys, specification) };
  if (code || keys.length + overrides.length + maps.length > 0) return meaning;
  const keyless = keylessCalled(word, specification);
  // Such as entries of a list, for which the language has a mapping.
  const writing = keyless.flatMap((each) => each.keys);
  const written = all.filter(({ path }) => writing.some((end) => `.${path}`.endsWith(`.${end}`)));
  if (written.length > 0) return { ...meaning, keys: written };
  return keyless.length > 0 ? { ...meaning, keyless } : undefined;
}

const SCHEDULE = 'AWS::Scheduler::Schedule';

/** The properties of schedules that a word names exactly, if the keys are all of something else. */
function ofSchedules(word: string, keys: readonly DescribedKey[], specification: Specification): Keyless[] {
  if (keys.some(({ path }) => path.includes('.schedules'))) return [];
  const isMeant = ({ type, property }: Keyless) => type === SCHEDULE && [word, `Target.${word}`].includes(property);
  return keylessCalled(word, specification).filter(isMeant);
}

/** The name that is closest to a word that means nothing. */
export function suggest(word: string): string | undefined {
  const names = [
    ...describedCodes.map(({ code }) => code),
    ...describedKeys().flatMap(({ name, aliases }) => [name, ...aliases]),
    ...describedMaps.flatMap(({ path, attributes }) => [...path.split('.'), ...attributes.map(({ name }) => name)]),
  ];
  return nearest(segmentsOf(word).at(-1) ?? '', names);
}

/** The parts of a path: as the reference writes it, as diagnostics do, or only its end. */
const segmentsOf = (path: string): string[] =>
  path
    .replace(/^(Provose::Batch|Resources\.\w+\.Properties)\./, '')
    .replaceAll(/\[\d*\]/g, '')
    .split('.');

const keyNames = new Set(describedKeys().map(({ name }) => name));

/** Whether a path is the end of the path of a key, in which `*` is a name that can be left out. */
function leadsTo(segments: readonly string[], path: readonly string[]): boolean {
  const [last, ...rest] = segments.toReversed();
  const [key, ...above] = path.toReversed();
  if (last === undefined) return true;
  if (key === undefined) return false;
  const [inside, outside] = [rest.toReversed(), above.toReversed()];
  if (key !== '*') return key === last && leadsTo(inside, outside);
  return leadsTo(segments, outside) || (!keyNames.has(last) && leadsTo(inside, outside));
}

/** Whether a key has a name or an alias in another spelling, or becomes a property or a type of that name. */
function isAlsoCalled(key: DescribedKey, word: string): boolean {
  const asPath = (text: string) => `.${text.replaceAll('::', '.').toLowerCase()}`;
  const called = [...key.properties, ...(key.entries ? [key.entries] : [])];
  return called.some((property) => asPath(property).endsWith(asPath(word))) || isNamed(key, word);
}

/** Whether a key has a name or an alias in another spelling. */
const isNamed = ({ name, aliases }: DescribedKey, word: string) => [name, ...aliases].includes(inSnakeCase(word));

/** Whether what is before the last part of a path can be a resource type: nothing, `JobQueue` or `AWS::Batch::JobQueue`. */
const isIn = (type: string, path: readonly string[]) =>
  path.length === 1 || `::${type}`.endsWith(`::${path.slice(0, -1).join('.')}`);

/** The maps of a path such as `aws_batch_job_queue.arn`, or those with an attribute of that name. */
function exportsOf(segments: readonly string[]): Pick<Meaning, 'maps' | 'attribute'> {
  const last = segments.at(-1) ?? '';
  const withLast = (maps: readonly DescribedMap[]) =>
    maps.filter(({ attributes }) => attributes.some(({ name }) => name === last));
  const inPath = ({ path }: DescribedMap) => segments.filter((segment) => path.split('.').includes(segment)).length;
  // A type can have several maps, of which a path names one.
  const most = Math.max(...describedMaps.map(inPath));
  const maps = describedMaps.filter((map) => isExport(segments) && inPath(map) === most);
  const having = withLast(segments.length > 1 ? maps : describedMaps);
  return having.length > 0 ? { maps: having, attribute: last } : { maps, attribute: undefined };
}

/** Whether a path contains the type or the name of a map. */
const isExport = (segments: readonly string[]) =>
  segments.some((segment) => segment.startsWith('aws_') || /[a-z0-9]__[a-z]/.test(segment));
