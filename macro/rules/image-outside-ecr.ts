import { show } from '../diagnostics/diagnostics.js';
import type { ImageInParts } from '../schema/image.js';
import { isUnseen } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

/** A private registry of Amazon ECR, with its Region: https://docs.aws.amazon.com/general/latest/gr/ecr.html */
const REGISTRY = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;

export const imageOutsideEcr: Rule = {
  code: 'image-outside-ecr',
  severity: 'error',
  description: 'An image that a VPC without a way to the internet cannot pull.',
  check: eachModule(({ config, definitions, region }, report) => {
    if (config.vpc || config.network !== 'endpoints') return;
    for (const { path, value } of definitions) {
      const { name, from } = sourceOf(value.image);
      if (from === undefined || from === region) continue;
      const isElsewhere = from !== '';
      if (isElsewhere && region === undefined) continue;
      const where = isElsewhere ? `in ${from}` : 'outside Amazon ECR';
      const message = `with network: endpoints, jobs reach only Amazon ECR in the stack’s Region; received an image ${where}: ${show(name)}`;
      report([...path, 'image'], message, 'Copy the image to a repository of Amazon ECR, or set network: nat.');
    }
  }),
};

/** The Region of an image in Amazon ECR, '' for another registry, `undefined` if not known or the stack's own. */
function sourceOf(image: unknown): { name: unknown; from: string | undefined } {
  if (isUnseen(image)) return { name: image, from: undefined };
  if (!isMapping(image)) return { name: image, from: REGISTRY.exec(String(image))?.[1] ?? '' };
  const { name, private_registry: isPrivate, region } = image as unknown as ImageInParts;
  if (isPrivate) return { name, from: typeof region === 'string' && !isUnseen(region) ? region : undefined };
  return sourceOf(name);
}
