import { platformOf } from '../schema/platform.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html */
export const fractionVcpus: Rule = {
  code: 'fraction-vcpus',
  severity: 'error',
  description: 'A job with a fraction of a vCPU that does not run on AWS Fargate.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value, environment } of definitions) {
      const { instances } = environment.value;
      if (typeof value.vcpus !== 'number' || Number.isInteger(value.vcpus)) continue;
      if (platformOf(instances) === 'FARGATE') continue;
      const type = instances.compute_environment_type;
      const message = `vcpus must be an integer if compute_environment_type is ${type}; received ${value.vcpus}`;
      const hint = 'Use vcpus: 1, or set compute_environment_type to FARGATE or FARGATE_SPOT.';
      report([...path, 'vcpus'], message, hint);
    }
  }),
};
