/** Turns a module into resources, family by family, in the order in which a reader would look for them. */

import type { Module } from '../read/module.js';
import type { Emitted } from '../template/template.js';
import { lowerComputeEnvironments } from './compute-environment.js';
import { lowerImages } from './image.js';
import { lowerJobDefinitions } from './job-definition.js';
import { lowerJobQueues } from './job-queue.js';
import { lowerLogs } from './logs.js';
import { lowerNetwork } from './network.js';
import { lowerNotifications } from './notifications.js';
import { lowerRoles } from './roles.js';
import { lowerSubmitPolicy } from './submit-policy.js';

export function lower(module: Module): Emitted[] {
  return [
    ...lowerNetwork(module),
    ...lowerRoles(module),
    ...lowerLogs(module),
    ...lowerComputeEnvironments(module),
    ...lowerJobQueues(module),
    ...lowerImages(module),
    ...lowerJobDefinitions(module),
    ...lowerNotifications(module),
    ...lowerSubmitPolicy(module),
  ];
}
