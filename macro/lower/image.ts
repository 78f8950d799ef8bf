/** What a job definition's image is in `docker pull`'s terms. Private images are resolved here and nowhere else. */

import { concat, isIntrinsic, sub } from '../intrinsics.js';
import type { JobDefinition } from '../spec/compute-environment.js';

/** The registry of the stack's account and Region: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const PRIVATE_REGISTRY = '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}';

/** The image's URI, always with a tag or a digest where it is known. */
export function imageUri(image: JobDefinition['image']) {
  if (typeof image === 'string') return withTag(image);
  if (isIntrinsic(image)) return image;
  const { name, tag, private_registry: isPrivate } = image as Exclude<typeof image, { [key: string]: unknown }>;
  if (!isPrivate) return concat(name, ':', tag);
  if (typeof name === 'string' && typeof tag === 'string') return sub(`${PRIVATE_REGISTRY}/${name}:${tag}`);
  return sub(`${PRIVATE_REGISTRY}/\${name}:\${tag}`, { name, tag });
}

/** A colon in the last part of the path is a tag's; one before it, a port's. */
function withTag(uri: string): string {
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? uri : `${uri}:latest`;
}
