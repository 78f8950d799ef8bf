import { imagesOf } from './images.js';
import { eachModule, type Rule } from './rule.js';

export const digestWithoutCheck: Rule = {
  code: 'digest-without-check',
  severity: 'error',
  description: 'An image that is pinned to its digest, although check is false.',
  check: eachModule((module, report) => {
    for (const { image, at } of imagesOf(module)) {
      if (!image.private_registry || image.check || image.pin !== 'digest') continue;
      const message = 'check is false, but pin: digest requires looking the image up';
      report(at('check'), message, 'Remove check, or set pin to tag.');
    }
  }),
};
