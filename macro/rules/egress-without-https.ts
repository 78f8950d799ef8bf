import { overridesReach } from './overrides.js';
import { eachModule, type Rule } from './rule.js';

/** Of Amazon ECS, Amazon ECR and CloudWatch Logs: https://docs.aws.amazon.com/batch/latest/userguide/compute_environment_parameters.html */
const HTTPS = 443;

export const egressWithoutHttps: Rule = {
  code: 'egress-without-https',
  severity: 'warning',
  description: 'An egress without TCP port 443, through which instances reach the services that they need.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      const { egress = 'all', overrides } = value;
      // Other security groups have other ports.
      if (egress === 'all' || egress.tcp.includes(HTTPS) || overridesReach(overrides, ['ComputeResources'])) continue;
      const message =
        'without TCP port 443, nothing reaches Amazon ECS, Amazon ECR and CloudWatch Logs, so that no job can start';
      report([...path, 'egress'], message, 'Add 443 to tcp, unless a proxy is used.');
    }
  }),
};
