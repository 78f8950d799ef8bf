/**
 * The logical ids of generated resources. They are a CONTRACT: CloudFormation replaces a resource whose logical id
 * changes, so the same module, kind and name must have the same id in every release, whatever else the module contains.
 * A test pins the scheme. Changing it is a breaking change, to be listed in CHANGELOG.md.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Every kind of generated resource. None is a prefix of another, so that no two kinds can share an id. */
export const kinds = [
  'Vpc',
  'InternetGateway',
  'GatewayAttachment',
  'RouteTable',
  'InternetRoute',
  'Subnet',
  'TableAssociation',
  'S3Endpoint',
  'PublicSubnet',
  'PublicTable',
  'PublicRoute',
  'PublicAssociation',
  'NatAddress',
  'NatGateway',
  'EndpointGroup',
  'InterfaceEndpoint',
  'InstanceRole',
  'InstanceProfile',
  'SpotFleetRole',
  'InfrastructureRole',
  'ManagedInstanceRole',
  'ManagedInstanceProfile',
  'SecurityGroup',
  'LaunchTemplate',
  'NodeIngress',
  'NodeEgress',
  'ComputeEnvironment',
  'SchedulingPolicy',
  'JobQueue',
  'JobDefinition',
  'JobRole',
  'ExecutionRole',
  'SubmitRole',
  'Schedule',
  'LogGroup',
  'Topic',
  'Subscription',
  'PublishPolicy',
  'NotificationRule',
  'SubmitPolicy',
  'Image',
  'Export',
] as const;

export type Kind = (typeof kinds)[number];

/** The maximum length of a logical id, in characters: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const LONGEST = 255;

/**
 * Module id, kind and name: `ProvoseJobQueueMainqueue`.
 *
 * A name is readable if it consists of lower-case words joined by single hyphens. Each word is capitalized, and a later
 * word that begins with a digit is prefixed with `No`, so that `job-1` becomes `JobNo1` and differs from `job1`. Two
 * readable names never have the same id: a capital starts a word, and `No` before a digit stands for a hyphen, because
 * a name with a word such as `no1` is not readable. All other names are hashed, and so are names that end like a hash.
 */
export function logicalId(moduleId: string, kind: Kind, name = ''): string {
  if (name === '') return moduleId + kind;
  if (!READABLE.test(name)) return hashedId(moduleId, kind, name, name);
  const words = name.split('-').map((word, index) => (index > 0 && DIGIT.test(word) ? `No${word}` : capitalized(word)));
  const id = words.join('');
  return HASH.test(id) ? hashedId(moduleId, kind, name, name) : moduleId + kind + id;
}

/** Lower-case words, none of which looks like the encoding of a hyphen and a digit. */
const READABLE = /^(?!no[0-9])[a-z0-9]+(-(?!no[0-9])[a-z0-9]+)*$/;
const DIGIT = /^[0-9]/;
/** Text that ends like a hash. */
const HASH = /[A-Z][A-Z2-7]{7}$/;

/**
 * Module id, kind, words and a hash: `ProvoseJobQueueJob1EPWUYQLC`. Two ids collide only if the words and the hashes
 * are equal, with a probability of 1 in 26 × 32⁷ (39.7 bits). `finish/check.ts` reports a collision.
 *
 * @param words - the readable part; only its letters and digits are used, in PascalCase
 * @param identity - the text to hash
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

/** A letter and seven base-32 symbols, from the SHA-256 of the text in UTF-8. */
export function hash(text: string): string {
  const bytes = sha256(utf8ToBytes(text));
  let symbols = LETTERS.charAt((((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)) % 26);
  for (const byte of bytes.subarray(3, 10)) symbols += SYMBOLS.charAt(byte & 31);
  return symbols;
}
