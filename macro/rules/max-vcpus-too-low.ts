import type { Entry, Module } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { capacityOf } from './capacity.js';
import { fitsOf } from './fit.js';
import { eachModule, type Rule } from './rule.js';

/**
 * With some allocation strategies, AWS Batch may exceed `max_vcpus` by one instance:
 * https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html
 */
export const maxVcpusTooLow: Rule = {
  code: 'max-vcpus-too-low',
  severity: 'warning',
  description: 'A max_vcpus that is less than the vCPUs of the smallest instance type.',
  check: eachModule((module, report) => {
    for (const environment of module.environments) {
      const { types, maxVcpus } = capacityOf(environment);
      if (platformOf(environment.value.instances) !== 'EC2' || !types || maxVcpus === undefined) continue;
      if (types.some(({ vcpus }) => vcpus <= maxVcpus) || isReported(module, environment)) continue;
      const smallest = types.reduce((best, type) => (type.vcpus < best.vcpus ? type : best));
      const message = `max_vcpus (${maxVcpus}) is less than the ${smallest.vcpus} vCPUs of ${smallest.name}, the smallest instance type, so that AWS Batch may start none`;
      report(
        [...environment.path, 'instances', 'max_vcpus'],
        message,
        `Raise max_vcpus to at least ${smallest.vcpus}, or add a smaller instance type.`,
      );
    }
  }),
};

/** Whether a job needs more than `max_vcpus`, which is the same mistake. */
const isReported = (module: Module, environment: Entry<ComputeEnvironment>) =>
  fitsOf(module).some(({ misfits }) => misfits.some((one) => one.isOverMax && one.environment === environment));
