import type { Entry } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { fitsOf } from './fit.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/batch-gpu-ami.html */
export const gpusWithoutDriver: Rule = {
  code: 'gpus-without-driver',
  severity: 'warning',
  description: 'A job with gpus on instances whose image_type has no NVIDIA driver.',
  check: eachModule((module, report) => {
    for (const { places, needs, misfits } of fitsOf(module)) {
      if (!needs.gpus.amount) continue;
      const place = places.find(
        (each) => hasNoDriver(each) && !misfits.some(({ environment }) => environment === each),
      );
      if (!place) continue;
      const image = place.value.instances.image_type;
      const message = `the job needs gpus: ${needs.gpus.amount}, and the images of ${image} have no NVIDIA driver, so that it may never start on ${place.key}`;
      const hint = `Set image_type of ${place.key} to ECS_AL2023_NVIDIA, or remove it.`;
      report(needs.gpus.path, message, hint);
    }
  }),
};

/** The user can add a driver in an image or launch template of their own, or in user data. */
function hasNoDriver({ value }: Entry<ComputeEnvironment>): boolean {
  const { image_type: image, ami_id, launch_template, user_data } = value.instances;
  const isChanged = [ami_id, launch_template, user_data].some((own) => own !== undefined);
  return (image === 'ECS_AL2023' || image === 'ECS_AL2') && !isChanged;
}
