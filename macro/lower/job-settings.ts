/** Properties of job definitions that are the same on every platform. */

import type { Definition } from '../read/module.js';
import type { JobDefinition } from '../schema/compute-environment.js';
import { ownArn } from '../template/intrinsics.js';
import { type Mapping, sortedEntries } from '../template/template.js';
import { namedList } from './named-list.js';

/** A job in a fair-share queue must have a priority: https://docs.aws.amazon.com/batch/latest/userguide/job_scheduling.html */
export function schedulingPriority({ queues }: Definition): Mapping {
  const isFair = queues.some(({ value }) => value.fair_share !== undefined);
  return isFair ? { SchedulingPriority: 0 } : {};
}

/** Tags reach jobs and their tasks only if they are propagated: https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html */
export function tagsOfJobs({ tags }: JobDefinition): Mapping {
  return tags ? { Tags: Object.fromEntries(sortedEntries(tags)), PropagateTags: true } : {};
}

/** CloudFormation accepts only ARNs, although AWS Batch accepts names, too: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-consumableresourcerequirement.html */
export function consumableResources({ consumable_resources }: JobDefinition): Mapping {
  const ConsumableResourceList = namedList(consumable_resources, (name, Quantity) => ({
    ConsumableResource: name.startsWith('arn:') ? name : ownArn('batch', 'consumable-resource', name),
    Quantity,
  }));
  return ConsumableResourceList ? { ConsumableResourceProperties: { ConsumableResourceList } } : {};
}
