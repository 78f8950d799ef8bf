import { section } from '../template/template.js';
import { imagesOf } from './images.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
export const mutableTag: Rule = {
  code: 'mutable-tag',
  severity: 'warning',
  description: 'A private image with the tag latest that is not pinned to its digest.',
  check: eachModule((module, report) => {
    for (const { image, at, definition } of imagesOf(module)) {
      const { private_registry: isPrivate, pin, check, tag } = image;
      // Without a look-up, there is no digest to pin.
      if (!isPrivate || pin === 'digest' || !check || tag !== 'latest') continue;
      if (section(definition.value.overrides ?? {}, 'ContainerProperties')['Image'] !== undefined) continue;
      const message =
        'latest is the image that was pushed last: jobs change without a deployment, and a rollback does not change them back';
      report(at('tag'), message, 'Add pin: digest, or use a tag that is never moved, such as a version.');
    }
  }),
};
