import type { Entry, Module } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { capacityOf } from './capacity.js';
import { type Fit, fitsOf, type Shortfall } from './fit.js';
import { eachModule, type Rule } from './rule.js';

/**
 * With some allocation strategies, AWS Batch may exceed `max_vcpus` by one instance:
 * https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html
 */
export const maxVcpusTooLow: Rule = {
  code: 'max-vcpus-too-low',
  severity: 'warning',
  description: 'A max_vcpus that is less than the vCPUs of the smallest instances, or of the smallest that a job fits.',
  check: eachModule((module, report) => {
    const short = fitsOf(module).filter(({ shortfalls }) => shortfalls.length > 0);
    for (const environment of module.environments) {
      const { types, maxVcpus } = capacityOf(environment);
      if (platformOf(environment.value.instances) !== 'EC2' || !types || maxVcpus === undefined) continue;
      const job = largestOf(short, environment);
      if ((!job && types.some(({ vcpus }) => vcpus <= maxVcpus)) || isReported(module, environment)) continue;
      const path = [...environment.path, 'instances', 'max_vcpus'];
      const tooLow = `max_vcpus (${maxVcpus}) is less than the`;
      const smallest = types.reduce((best, type) => (type.vcpus < best.vcpus ? type : best));
      if (job && job.vcpus > smallest.vcpus) {
        const message = `${tooLow} ${instancesOf(job)}, so that AWS Batch may never start the job`;
        report(path, message, `Raise max_vcpus to at least ${job.vcpus}.`);
      } else {
        const message = `${tooLow} ${smallest.vcpus} vCPUs of ${smallest.name}, the smallest instance type, so that AWS Batch may start none`;
        report(path, message, `Raise max_vcpus to at least ${smallest.vcpus}, or add a smaller instance type.`);
      }
    }
  }),
};

/** Whether a job needs more than `max_vcpus`, which is the same mistake. */
const isReported = (module: Module, environment: Entry<ComputeEnvironment>) =>
  fitsOf(module).some(({ misfits }) => misfits.some((one) => one.isOverMax && one.environment === environment));

/** A job for which `max_vcpus` of an environment is too low. */
interface Job extends Shortfall {
  readonly key: string;
  readonly nodes: number;
}

/** The job that needs most of those for which `max_vcpus` is too low. */
function largestOf(fits: readonly Fit[], environment: Entry<ComputeEnvironment>): Job | undefined {
  const jobs = fits.flatMap(({ definition: { key }, needs: { nodes }, shortfalls }) =>
    shortfalls.filter((one) => one.environment === environment).map((one) => ({ ...one, key, nodes })),
  );
  return jobs.reduce<Job | undefined>((most, job) => (most && most.vcpus >= job.vcpus ? most : job), undefined);
}

const instancesOf = ({ key, vcpus, type, nodes }: Job) =>
  nodes > 1
    ? `${vcpus} vCPUs of the ${nodes} instances for job ${key}, one for each node, of ${type.name}, the smallest type that it fits`
    : `${vcpus} vCPUs of ${type.name}, the smallest instance type that job ${key} fits`;
