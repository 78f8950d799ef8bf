/** Turns a module into resources, family by family, in the order in which a reader would look for them. */

import type { Module } from '../read/module.js';
import type { Emitted } from '../template/template.js';
import { lowerComputeEnvironments } from './compute-environment.js';
import { lowerImages } from './image.js';
import { lowerJobDefinitions } from './job-definition.js';
import { lowerJobQueues } from './job-queue.js';
import { lowerJobRoles } from './job-roles.js';
import { lowerLaunchTemplates } from './launch-template.js';
import { lowerLogs } from './logs.js';
import { lowerManagedInstanceRoles } from './managed-instances.js';
import { lowerNetwork } from './network.js';
import { lowerNodeRules } from './nodes.js';
import { lowerNotifications } from './notifications.js';
import { lowerRoles } from './roles.js';
import { lowerSchedules } from './schedules.js';
import { lowerSchedulingPolicies } from './scheduling-policy.js';
import { lowerSubmitPolicy } from './submit-policy.js';

export function lower(module: Module): Emitted[] {
  return [
    ...lowerNetwork(module),
    ...lowerRoles(module),
    ...lowerManagedInstanceRoles(module),
    ...lowerLaunchTemplates(module),
    ...lowerLogs(module),
    ...lowerComputeEnvironments(module),
    ...lowerSchedulingPolicies(module),
    ...lowerNodeRules(module),
    ...lowerJobQueues(module),
    ...lowerImages(module),
    ...lowerJobRoles(module),
    ...lowerJobDefinitions(module),
    ...lowerSchedules(module),
    ...lowerNotifications(module),
    ...lowerSubmitPolicy(module),
  ];
}
