import { eachModule, type Rule } from './rule.js';

/** The size of the images that AWS Batch chooses: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-ami-storage-config.html */
const IMAGE_GIB = 30;

export const smallDisk: Rule = {
  code: 'small-disk',
  severity: 'error',
  description: 'A root volume that is smaller than the image of AWS Batch, so that no instance can start.',
  check: eachModule(({ environments }, report) => {
    for (const { value, path } of environments) {
      const { disk_gib: size, ami_id: image } = value.instances;
      if (typeof size !== 'number' || size >= IMAGE_GIB || image !== undefined) continue;
      const message = `disk_gib is ${size}, but the images of AWS Batch need at least ${IMAGE_GIB}`;
      report([...path, 'instances', 'disk_gib'], message, `Set disk_gib to at least ${IMAGE_GIB}, or remove it.`);
    }
  }),
};
