/**
 * Emits the image URI of a job definition, as `docker pull` accepts it. A private image becomes a custom resource that
 * fails the deployment if the image does not exist. Definitions share a custom resource only if all of its properties
 * are equal, so that changing one definition never affects another.
 */

import { type Architecture, architectureOf } from '../compute/instance-types.js';
import { IMAGE_TYPE, type ImageProperties } from '../contract.js';
import type { Definition, Module } from '../read/module.js';
import type { ComputeEnvironment, JobDefinition } from '../schema/compute-environment.js';
import type { ImageInParts } from '../schema/image.js';
import { platformOf } from '../schema/platform.js';
import { concat, getAtt, type Intrinsic, isDynamic, isIntrinsic, ref } from '../template/intrinsics.js';
import { hashedId } from '../template/logical-id.js';
import { type Emitted, sortedJson } from '../template/template.js';
import { customEmitter } from './custom-resource.js';

/** The image's URI, with a tag or digest whenever the URI is known. */
export function imageUri(module: Module, definition: Definition): string | Intrinsic {
  const { image } = definition.value;
  if (typeof image === 'string') return withTag(image);
  if (isIntrinsic(image)) return image;
  if (isPrivate(image)) return getAtt(idOf(module, propertiesOf(image, definition)), 'Uri');
  const { name, tag } = image as ImageInParts;
  return concat(name, ':', tag);
}

/** The private images of a module, without duplicates. */
export function lowerImages(module: Module): Emitted[] {
  const images = new Map<string, Emitted>();
  for (const definition of module.definitions) {
    const { image } = definition.value;
    if (!isPrivate(image)) continue;
    const properties = propertiesOf(image, definition);
    const identity = sortedJson(properties);
    if (images.has(identity)) continue;
    const all = { ...properties, UrlSuffix: ref('AWS::URLSuffix') };
    const emitted = customEmitter(module, [...definition.path, 'image'])('Image', '', IMAGE_TYPE, all);
    images.set(identity, { ...emitted, id: idOf(module, properties) });
  }
  return [...images.values()];
}

type Properties = { readonly [Key in keyof ImageProperties]: unknown };

/** The custom resource's properties, from the definition and the architectures that it runs on. */
function propertiesOf(image: ImageInParts, { value, runsOn }: Definition): Properties {
  const architectures = [...new Set(runsOn.flatMap((environment) => architecturesOf(environment.value, value)))];
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
 * The logical id of an image, derived from all of its properties and nothing else. 40 bits of hash are enough: a
 * collision would produce two resources with one id, which `finish/check.ts` reports.
 */
function idOf(module: Module, properties: Properties): string {
  // Only the end of a long name, to stay well below CloudFormation's limit.
  return hashedId(module.id, 'Image', sortedJson(properties.Repository).slice(-60), sortedJson(properties));
}

function isPrivate(image: JobDefinition['image']): image is ImageInParts {
  return typeof image === 'object' && !isIntrinsic(image) && (image as ImageInParts).private_registry === true;
}

/** Docker's names for the architectures. */
const DOCKERS: Readonly<Record<Architecture, string>> = { x86_64: 'amd64', arm64: 'arm64' };

/** The architectures that an environment runs a job on in Docker's terms, as far as they are known. */
function architecturesOf({ instances }: ComputeEnvironment, { cpu_architecture = 'X86_64' }: JobDefinition): string[] {
  // Only on EC2 do the instances determine it.
  if (platformOf(instances) !== 'EC2') {
    return cpu_architecture === 'X86_64' ? ['amd64'] : cpu_architecture === 'ARM64' ? ['arm64'] : [];
  }
  const types = instances.instance_types;
  const known = (Array.isArray(types) ? types : []).map((type) => typeof type === 'string' && architectureOf(type));
  return known.flatMap((architecture) => (architecture ? DOCKERS[architecture] : []));
}

/** Adds `latest` if there is no tag. A colon in the last path segment starts a tag; an earlier one starts a port. */
function withTag(uri: string): string {
  // A dynamic reference may resolve to a URI that already has a tag.
  if (isDynamic(uri)) return uri;
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? uri : `${uri}:latest`;
}
