/**
 * What a job definition's image is in `docker pull`'s terms. A private image is a custom resource, one for each
 * distinct image, that fails the deployment where there is no such image.
 */

import { IMAGE_TYPE, type ImageProperties } from '../contract.js';
import { type Architecture, architectureOf } from '../instance-types.js';
import { concat, getAtt, type Intrinsic, isIntrinsic } from '../intrinsics.js';
import { hash, logicalId } from '../logical-id.js';
import type { Module } from '../module.js';
import type { ComputeEnvironment, ImageInParts, JobDefinition } from '../spec/compute-environment.js';
import { type Emitted, type Mapping, textOf } from '../template.js';
import { serviceOf } from './custom-resource.js';
import { emitter } from './emit.js';

/** The image's URI, always with a tag or a digest where it is known. */
export function imageUri(module: Module, image: JobDefinition['image']): string | Intrinsic {
  if (typeof image === 'string') return withTag(image);
  if (isIntrinsic(image)) return image;
  if (isPrivate(image)) return getAtt(logicalId(module.id, 'Image', nameOf(image)), 'Uri');
  const { name, tag } = image as ImageInParts;
  return concat(name, ':', tag);
}

/** The private images of a module, each once, however many definitions have it. */
export function lowerImages(module: Module): Emitted[] {
  const uses = new Map<string, Use[]>();
  for (const { value, path, environment } of module.definitions) {
    if (!isPrivate(value.image)) continue;
    const runsOn = module.environments.find(({ key }) => key === environment)?.value;
    const use = { image: value.image, path: [...path, 'image'], architectures: architecturesOf(runsOn) };
    const name = nameOf(value.image);
    uses.set(name, [...(uses.get(name) ?? []), use]);
  }
  return [...uses].flatMap(([name, all]) => {
    const [first] = all;
    return first ? emitter(module, first.path)('Image', name, IMAGE_TYPE, propertiesOf(module, first.image, all)) : [];
  });
}

/** A job definition's private image. */
interface Use {
  readonly image: ImageInParts;
  readonly path: Emitted['path'];
  readonly architectures: readonly string[];
}

/** What to ask for an image: what any of its definitions wants of it. */
function propertiesOf(module: Module, image: ImageInParts, all: readonly Use[]): Mapping {
  const refresh = distinct(all.map((use) => use.image.refresh));
  const architectures = distinct(all.flatMap((use) => use.architectures));
  const properties: { [Key in keyof ImageProperties]: unknown } = {
    Repository: image.name,
    Tag: image.tag,
    RegistryId: image.registry_id,
    Region: image.region,
    Pin: image.pin,
    Check: all.some((use) => use.image.check),
    Refresh: refresh.length > 1 ? refresh : refresh[0],
    Architectures: architectures.length > 0 ? architectures : undefined,
  };
  return { ...serviceOf(module), ...properties };
}

/** The different ones of some values, in an order of their own. */
function distinct(values: readonly unknown[]): unknown[] {
  const texts = new Set(values.filter((value) => value !== undefined).map((value) => JSON.stringify(value)));
  return [...texts].sort().map((text) => JSON.parse(text));
}

function isPrivate(image: JobDefinition['image']): image is ImageInParts {
  return typeof image === 'object' && !isIntrinsic(image) && (image as ImageInParts).private_registry === true;
}

/** The name of an image among images: from the image alone, and short enough for a logical id. */
function nameOf({ name, tag, registry_id, region, pin }: ImageInParts): string {
  const identity = JSON.stringify([name, tag, registry_id, region, pin]);
  return `${textOf(name).slice(-60)} ${hash(identity)}`;
}

/** Docker's words for architectures. */
const DOCKERS: Readonly<Record<Architecture, string>> = { x86_64: 'amd64', arm64: 'arm64' };

/** What the instances of an environment are, in Docker's words, as far as the names of their types tell. */
function architecturesOf(environment: ComputeEnvironment | undefined): string[] {
  const types = environment?.instances.instance_types;
  const known = (Array.isArray(types) ? types : []).map((type) => typeof type === 'string' && architectureOf(type));
  return known.flatMap((architecture) => (architecture ? DOCKERS[architecture] : []));
}

/** A colon in the last part of the path is a tag's; one before it, a port's. */
function withTag(uri: string): string {
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? uri : `${uri}:latest`;
}
