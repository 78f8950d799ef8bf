import { typesOf } from '../compute/instance-types.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { eachModule, type Rule } from './rule.js';

const HOURS_OF_A_MONTH = 730;

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html */
export const minVcpus: Rule = {
  code: 'min-vcpus',
  severity: 'warning',
  description: 'A min_vcpus above zero, which is paid for day and night, also without jobs.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      if (platformOf(value.instances) !== 'EC2') continue;
      const { min_vcpus: least, max_vcpus: most } = value.instances;
      // `min-over-max` reports what exceeds the maximum.
      if (typeof least !== 'number' || least <= 0 || (typeof most === 'number' && least > most)) continue;
      const hours = least * HOURS_OF_A_MONTH;
      const message = `min_vcpus is ${least}: at least that many vCPUs run, and are paid for, day and night, also without jobs: ${hours} vCPU hours a month${inInstances(least, value)}`;
      report(
        [...path, 'instances', 'min_vcpus'],
        message,
        'Remove it: instances then start when there are jobs, within minutes.',
      );
    }
  }),
};

/** The number of instances, if there is only one type. */
function inInstances(least: number, { instances: { instance_types: types } }: ComputeEnvironment): string {
  const [only, ...others] = Array.isArray(types) ? types : [];
  const [type] = typeof only === 'string' && others.length === 0 && only.includes('.') ? typesOf(only) : [];
  return type ? `, on at least ${Math.ceil(least / type.vcpus)} × ${type.name}` : '';
}
