/** The platforms of AWS Batch, on which different keys are valid. */

import { isMapping, type Mapping } from '../template/template.js';

/**
 * Where containers run, in the terms of a job definition's `PlatformCapabilities`. A job queue has only one:
 * https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html
 */
export type Platform = 'EC2' | 'FARGATE' | 'MANAGED_INSTANCES';

/** Every type of compute environment, with its platform. */
export const PLATFORMS = {
  EC2: 'EC2',
  SPOT: 'EC2',
  FARGATE: 'FARGATE',
  FARGATE_SPOT: 'FARGATE',
  ECS_MANAGED_INSTANCES: 'MANAGED_INSTANCES',
} as const;

export type EnvironmentType = keyof typeof PLATFORMS;

/** The types of compute environment of some platforms. */
export const typesOn = (platforms: readonly Platform[]) =>
  Object.entries(PLATFORMS).flatMap(([type, platform]) => (platforms.includes(platform) ? [type] : []));

/** The platform of a compute environment's `instances`, before or after validation; by default EC2. */
export const platformOf = (instances: unknown): Platform => knownPlatformOf(instances) ?? 'EC2';

/** `undefined` if the type is not valid. */
export function knownPlatformOf(instances: unknown): Platform | undefined {
  const { compute_environment_type: type = 'EC2' } = isMapping(instances) ? instances : {};
  return typeof type === 'string' && Object.hasOwn(PLATFORMS, type) ? PLATFORMS[type as EnvironmentType] : undefined;
}

/** Whether AWS can take back the capacity of a compute environment's `instances`, with their jobs, at any time. */
export function isSpot(instances: Mapping): boolean {
  const { compute_environment_type: type, capacity_option_type: option } = instances;
  return type === 'SPOT' || type === 'FARGATE_SPOT' || option === 'SPOT';
}
