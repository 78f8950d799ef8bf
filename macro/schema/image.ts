/** The image of a job definition: its URI, or its parts, as in Provose. */

import * as v from 'valibot';
import { REGION } from '../contract.js';
import { isPlainMapping } from '../template/intrinsics.js';
import { field } from './field.js';
import { either, knownBoolean, knownChoice, object, text } from './types.js';

const REFERENCE = 'https://github.com/distribution/reference/blob/main/reference.go';
const ECR = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html';

/** An image tag, according to Docker's grammar. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** The image in parts, as in Provose. */
const parts = object({
  name: field(
    text(
      'the name of an image in lower case, without a tag',
      /^([A-Za-z0-9.-]+(:[0-9]+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
    ),
    {
      doc: 'The image’s name: on Docker Hub, in another registry with its host, or a repository in Amazon ECR.',
      example: 'busybox',
      source: REFERENCE,
    },
  ),
  tag: v.optional(
    field(text('a tag of 1 to 128 letters, digits, underscores, periods and hyphens', TAG), {
      doc: 'The image’s tag.',
      example: '1.36',
      source: REFERENCE,
    }),
    'latest',
  ),
  private_registry: v.optional(
    field(knownBoolean, {
      doc: 'Whether the image is in Amazon ECR, by default in the registry of the stack’s account and Region.',
      example: true,
    }),
    false,
  ),
  registry_id: v.optional(
    field(text('an account id of 12 digits', /^\d{12}$/), {
      doc: 'The account id of the private registry, if it differs from the stack’s account.',
      example: '123456789012',
      source: ECR,
    }),
  ),
  region: v.optional(
    field(text('a Region such as eu-west-1', REGION), {
      doc: 'The Region of the private registry, if it differs from the stack’s. It must be in the same partition.',
      example: 'eu-west-1',
      source: ECR,
    }),
  ),
  pin: v.optional(
    field(knownChoice('tag', 'digest'), {
      doc: 'Whether jobs run the image that the tag refers to when they start (tag) or at deployment (digest).',
      example: 'digest',
      source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html',
    }),
    'tag',
  ),
  check: v.optional(
    field(knownBoolean, {
      doc: 'Whether the deployment fails if the private image does not exist.',
      example: false,
      source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html',
    }),
    true,
  ),
  refresh: v.optional(
    field(text(), {
      doc: 'Any text. Changing it makes the next deployment look the image up again.',
      example: '2026-11-23',
    }),
  ),
});

/** Only a registry's host has capital letters, and Docker takes no scheme such as https://. */
const URI = /^([^\s:@/]+(:\d+)?\/)?[^\s:@/A-Z]+(\/[^\s:@/A-Z]+)*(:[^\s:@/]+)?(@[^\s@/]+)?$/;
const URI_EXPECTED = 'the URI of an image in lower case and without https://';

/** The image as a property. */
export const imageUri = text(URI_EXPECTED, URI);
const uri = text(`${URI_EXPECTED}, or a mapping with its name`, URI);

export const image = either((input) => (isPlainMapping(input) ? parts : uri), parts, uri);

export type ImageInParts = v.InferOutput<typeof parts>;
