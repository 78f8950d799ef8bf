import { imagesOf } from './images.js';
import { eachModule, type Rule } from './rule.js';

export const digestWithoutCheck: Rule = {
  code: 'digest-without-check',
  severity: 'error',
  description: 'An image that is pinned to a digest that nobody looks up.',
  check: eachModule((module, report) => {
    for (const { image, at } of imagesOf(module)) {
      if (!image.private_registry || image.check || image.pin !== 'digest') continue;
      const message = 'check is false, and without looking the image up its digest is unknown';
      report(at('check'), message, 'Remove check, or set pin to tag.');
    }
  }),
};
