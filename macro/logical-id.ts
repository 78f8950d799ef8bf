/**
 * The logical ids of what a module becomes. They are a CONTRACT: CloudFormation replaces a resource whose logical id
 * changes, so the same module, kind and name have the same id in every release, whatever else the module holds.
 * A test holds the scheme; a change of it is a breaking change, named in CHANGELOG.md.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Every kind of resource that a module can become. None is a prefix of another, so that no two ids can meet. */
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
 * A name of small letters and digits stands with its first letter capital. Any other stands as its letters and
 * digits in PascalCase, followed by 13 characters that hash the whole name: the first is a capital, which no name of
 * the first sort can have there, so the two sorts never meet.
 */
export function logicalId(moduleId: string, kind: Kind, name = ''): string {
  if (/^[a-z0-9]*$/.test(name)) return moduleId + kind + name.charAt(0).toUpperCase() + name.slice(1);
  const words = name.match(/[A-Za-z0-9]+/g) ?? [];
  return moduleId + kind + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') + hash(name);
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SYMBOLS = `${LETTERS}234567`;

/** A letter and twelve symbols of base 32, from SHA-256 over the text's UTF-8: 26 × 32¹² values, 64.7 bits. */
export function hash(name: string): string {
  const bytes = sha256(utf8ToBytes(name));
  let text = LETTERS.charAt((((bytes[0] ?? 0) << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)) % 26);
  for (const byte of bytes.subarray(3, 15)) text += SYMBOLS.charAt(byte & 31);
  return text;
}
