/**
 * What a job definition's image is in `docker pull`'s terms. A private image is a custom resource that fails the
 * deployment if the image does not exist. Definitions share one only if they ask for exactly the same, so that none
 * changes another's.
 */

import { IMAGE_TYPE, type ImageProperties } from '../contract.js';
import type { Module } from '../read/module.js';
import type { ComputeEnvironment, ImageInParts, JobDefinition } from '../schema/compute-environment.js';
import { type Architecture, architectureOf } from '../template/instance-types.js';
import { concat, getAtt, type Intrinsic, isDynamic, isIntrinsic, ref } from '../template/intrinsics.js';
import { hashedId } from '../template/logical-id.js';
import { type Emitted, isMapping } from '../template/template.js';
import { customEmitter } from './custom-resource.js';

/** The image's URI, always with a tag or a digest where it is known. */
export function imageUri(module: Module, { value, runsOn }: Definition): string | Intrinsic {
  const { image } = value;
  if (typeof image === 'string') return withTag(image);
  if (isIntrinsic(image)) return image;
  if (isPrivate(image)) return getAtt(idOf(module, propertiesOf(image, runsOn)), 'Uri');
  const { name, tag } = image as ImageInParts;
  return concat(name, ':', tag);
}

/** The private images of a module, each once, however many definitions have it. */
export function lowerImages(module: Module): Emitted[] {
  const images = new Map<string, Emitted>();
  for (const { value, path, runsOn } of module.definitions) {
    if (!isPrivate(value.image)) continue;
    const properties = propertiesOf(value.image, runsOn);
    const identity = canonical(properties);
    if (images.has(identity)) continue;
    const all = { ...properties, UrlSuffix: ref('AWS::URLSuffix') };
    const emitted = customEmitter(module, [...path, 'image'])('Image', '', IMAGE_TYPE, all);
    images.set(identity, { ...emitted, id: idOf(module, properties) });
  }
  return [...images.values()];
}

type Definition = Module['definitions'][number];
type Properties = { readonly [Key in keyof ImageProperties]: unknown };

/** What to ask for an image: what a definition says of it, and what its instances need. */
function propertiesOf(image: ImageInParts, runsOn: Definition['runsOn']): Properties {
  const architectures = [...new Set(runsOn.flatMap(({ value }) => architecturesOf(value)))];
  return {
    Repository: image.name,
    Tag: image.tag,
    RegistryId: image.registry_id,
    Region: image.region,
    Pin: image.pin,
    Check: image.check,
    Refresh: image.refresh,
    Architectures: architectures.length > 0 ? architectures : undefined,
  };
}

/**
 * The logical id of an image, from all that is asked of it and nothing else. Two different images that met would be
 * two resources of one id, which the check of the result reports: 40 bits of hash are enough.
 */
function idOf(module: Module, properties: Properties): string {
  // The end of a long name, so that the id stays far from CloudFormation's limit.
  return hashedId(module.id, 'Image', canonical(properties.Repository).slice(-60), canonical(properties));
}

/** The value as JSON text in which no order of keys shows. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    isMapping(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}

function isPrivate(image: JobDefinition['image']): image is ImageInParts {
  return typeof image === 'object' && !isIntrinsic(image) && (image as ImageInParts).private_registry === true;
}

/** Docker's words for architectures. */
const DOCKERS: Readonly<Record<Architecture, string>> = { x86_64: 'amd64', arm64: 'arm64' };

/** What the instances of an environment are, in Docker's words, as far as the names of their types tell. */
function architecturesOf({ instances }: ComputeEnvironment): string[] {
  const types = instances.instance_types;
  const known = (Array.isArray(types) ? types : []).map((type) => typeof type === 'string' && architectureOf(type));
  return known.flatMap((architecture) => (architecture ? DOCKERS[architecture] : []));
}

/** A colon in the last part of the path is a tag's; one before it, a port's. */
function withTag(uri: string): string {
  // What a dynamic reference comes to may have a tag.
  if (isDynamic(uri)) return uri;
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? uri : `${uri}:latest`;
}
