import { imagesOf } from './images.js';
import { eachModule, type Rule } from './rule.js';

export const privateImageKey: Rule = {
  code: 'private-image-key',
  severity: 'error',
  description: 'A key that is valid only for images in a private registry.',
  check: eachModule((module, report) => {
    for (const { image, at } of imagesOf(module)) {
      if (image.private_registry) continue;
      const { registry_id, region, refresh, pin, check } = image;
      const given = {
        registry_id,
        region,
        refresh,
        pin: pin === 'tag' ? undefined : pin,
        check: check ? undefined : check,
      };
      for (const [key] of Object.entries(given).filter(([, value]) => value !== undefined)) {
        const message = `${key} is valid only for images in a private registry, and this image is public`;
        report(at(key), message, `Remove ${key}, or set private_registry to true.`);
      }
    }
  }),
};
