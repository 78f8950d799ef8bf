import { imagesOf } from './images.js';
import { eachModule, type Rule } from './rule.js';

/** The keys, each with the value that asks for nothing. */
const PRIVATE = [
  ['registry_id', undefined],
  ['region', undefined],
  ['refresh', undefined],
  ['pin', 'tag'],
  ['check', true],
] as const;

export const privateImageKey: Rule = {
  code: 'private-image-key',
  severity: 'error',
  description: 'A key that is valid only for images in a private registry.',
  check: eachModule((module, report) => {
    for (const { image, at } of imagesOf(module)) {
      if (image.private_registry) continue;
      for (const [key, none] of PRIVATE) {
        if (image[key] === undefined || image[key] === none) continue;
        const message = `${key} is valid only for images in a private registry, and this image is public`;
        report(at(key), message, `Remove ${key}, or set private_registry to true.`);
      }
    }
  }),
};
