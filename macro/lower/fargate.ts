/**
 * What jobs on AWS Fargate have in addition to their container. Fargate has no instances, so a job has a network
 * interface and a platform of its own: https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-definitions.html
 */

import { type Definition, isPublic, type Module } from '../read/module.js';
import { usesEfs } from '../schema/mounts.js';
import { orElse, unlessNothing } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';

/**
 * The container of a job definition on Fargate. In a public subnet, a job reaches the internet, and thus its image, only
 * with a public IP address: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
export function onFargate(module: Module, { value }: Definition, container: Mapping): Mapping {
  const assignPublicIp = isPublic(module) ? orElse(value.assign_public_ip, 'ENABLED') : value.assign_public_ip;
  const platformVersion = usesEfs(value.mounts) ? orElse(value.platform_version, EFS_VERSION) : value.platform_version;
  return {
    ...container,
    ...(assignPublicIp !== undefined && {
      NetworkConfiguration: unlessNothing(assignPublicIp, (AssignPublicIp) => ({ AssignPublicIp })),
    }),
    ...(platformVersion !== undefined && {
      FargatePlatformConfiguration: unlessNothing(platformVersion, (PlatformVersion) => ({ PlatformVersion })),
    }),
  };
}

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_EFSVolumeConfiguration.html */
const EFS_VERSION = '1.4.0';
