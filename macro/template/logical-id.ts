/**
 * The logical ids of what a module becomes. They are a CONTRACT: CloudFormation replaces a resource whose logical id
 * changes, so the same module, kind and name have the same id in every release, whatever else the module holds.
 * A test holds the scheme; a change of it is a breaking change, named in CHANGELOG.md.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Every kind of resource that a module can become. None is a prefix of another, so that no two kinds share an id. */
export const kinds = [
  'Vpc',
  'InternetGateway',
  'GatewayAttachment',
  'RouteTable',
  'InternetRoute',
  'Subnet',
  'TableAssociation',
  'S3Endpoint',
  'InstanceRole',
  'InstanceProfile',
  'SpotFleetRole',
  'SecurityGroup',
  'ComputeEnvironment',
  'JobQueue',
  'JobDefinition',
  'Image',
  'Export',
] as const;

export type Kind = (typeof kinds)[number];

/** CloudFormation's limit on a logical id, in characters: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const LONGEST = 255;

/**
 * Module id, kind, name: `ProvoseJobQueueMainqueue`.
 *
 * A name of lower-case words joined by single hyphens is readable: each word gets a capital, and a later word that
 * begins with a digit gets `No` in front, so `job-1` is `JobNo1` and differs from `job1`. Two readable names never
 * have the same id: a capital starts a word, and `No` before a digit stands for a hyphen, because a name that itself
 * has a word such as `no1` is not readable. Every other name is hashed, and so is a name that would end like a hash.
 */
export function logicalId(moduleId: string, kind: Kind, name = ''): string {
  if (name === '') return moduleId + kind;
  if (!READABLE.test(name)) return hashedId(moduleId, kind, name, name);
  const words = name.split('-').map((word, index) => (index > 0 && DIGIT.test(word) ? `No${word}` : capitalized(word)));
  const id = words.join('');
  return HASH.test(id) ? hashedId(moduleId, kind, name, name) : moduleId + kind + id;
}

/** Lower-case words, of which none begins like a `No` that stands for a hyphen. */
const READABLE = /^(?!no[0-9])[a-z0-9]+(-(?!no[0-9])[a-z0-9]+)*$/;
const DIGIT = /^[0-9]/;
/** What ends like a hash. */
const HASH = /[A-Z][A-Z2-7]{7}$/;

/**
 * Module id, kind, words and a hash: `ProvoseJobQueueJob1EPWUYQLC`. Two ids can meet only where the words are the same
 * and the hashes too, one time in 26 × 32⁷ (39.7 bits); the check of the result reports it.
 *
 * @param words - what to show of the identity: its letters and digits, in PascalCase
 * @param identity - what is hashed
 */
export function hashedId(moduleId: string, kind: Kind, words: string, identity: string): string {
  return moduleId + kind + pascalCase(words) + hash(identity);
}

function pascalCase(text: string): string {
  return (text.match(/[A-Za-z0-9]+/g) ?? []).map(capitalized).join('');
}

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SYMBOLS = `${LETTERS}234567`;

/** A letter and seven symbols of base 32, from SHA-256 over the text's UTF-8. */
function hash(text: string): string {
  const bytes = sha256(utf8ToBytes(text));
  let symbols = LETTERS.charAt((((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)) % 26);
  for (const byte of bytes.subarray(3, 10)) symbols += SYMBOLS.charAt(byte & 31);
  return symbols;
}
