import { isPublic } from '../read/module.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html */
export const unreachableImage: Rule = {
  code: 'unreachable-image',
  severity: 'warning',
  description:
    'A job on Fargate without a public IP address in the public subnets of the module, where it has no way out.',
  check: eachModule((module, report) => {
    if (!isPublic(module)) return;
    for (const { value, path } of module.definitions) {
      if (value.assign_public_ip !== 'DISABLED') continue;
      const message = 'without a public IP address, the job cannot pull its image in the public subnets of the module';
      report([...path, 'assign_public_ip'], message, 'Remove assign_public_ip, or set network: nat in provose_config.');
    }
  }),
};
