import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/ecs-migration-2023.html */
export const endedImageType: Rule = {
  code: 'ended-image-type',
  severity: 'warning',
  description: 'An image of Amazon Linux 2, with which AWS Batch creates no more compute environments.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      const { image_type: image, ami_id: own, launch_template: template } = value.instances;
      if (own !== undefined || template !== undefined) continue;
      if (image !== 'ECS_AL2' && image !== 'ECS_AL2_NVIDIA') continue;
      const message = `AWS Batch has created no compute environments with images of ${image} since 2026-06-30`;
      const hint = `Use ${image.replace('AL2', 'AL2023')}, or remove image_type.`;
      report([...path, 'instances', 'image_type'], message, hint);
    }
  }),
};
