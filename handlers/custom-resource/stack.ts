/**
 * The stack that a request comes from, as CloudFormation reports it: what it owns, and whether it is rolling back.
 *
 * Ownership is looked up in the list of the stack's own resources, by type and physical id. `DescribeStackResources`
 * cannot be used with a `PhysicalResourceId`: it accepts no stack next to the id, it returns 100 resources of any stack
 * that has the id, and a custom resource of any stack can choose the physical id of something else.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 */

import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { CLIENT_CONFIG } from './clients.js';

const client = new CloudFormationClient(CLIENT_CONFIG);

/** A resource that a stack may own. */
export interface Claim {
  /** The type in CloudFormation: `AWS::Batch::JobQueue`. */
  readonly type: string;
  /** Its physical id in CloudFormation, by which its service knows it as well. */
  readonly id: string;
  /** The logical id, which saves reading the list of all resources. */
  readonly logicalId?: string;
}

type Reported = Pick<StackEvent, 'ResourceType' | 'PhysicalResourceId' | 'ResourceStatus'>;

/**
 * Whether the stack owns a resource. Where it is rolling back, what it owned before counts as well: a rolled back
 * update can ask for a resource that was replaced, before the stack has it back.
 *
 * @param stackId - the ARN of the stack
 */
export async function isOwned(stackId: string, claim: Claim): Promise<boolean> {
  try {
    for await (const resource of resourcesOf(stackId, claim.logicalId)) if (matches(resource, claim)) return true;
    return (await isRollingBack(stackId)) && (await wasOwned(stackId, claim));
  } catch (error) {
    // The stack, or the logical id in it, does not exist.
    if ((error as Error).name === 'ValidationError') return false;
    throw Object.assign(error as Error, { service: 'AWS CloudFormation' });
  }
}

/** Milliseconds for the status of the stack, after which there is still time to check an image. */
const STATUS_TIMEOUT = 2 * CLIENT_CONFIG.requestHandler.requestTimeout;

/** Whether an update of the stack is being rolled back. */
export async function isRollingBack(stackId: string): Promise<boolean> {
  const command = new DescribeStacksCommand({ StackName: stackId });
  const { Stacks: [stack] = [] } = await client.send(command, { abortSignal: AbortSignal.timeout(STATUS_TIMEOUT) });
  return stack?.StackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS';
}

/** The resource with a logical id, or all of them. A page has up to a megabyte, and a stack up to 500 resources. */
async function* resourcesOf(StackName: string, LogicalResourceId: string | undefined): AsyncIterable<Reported> {
  if (LogicalResourceId) {
    const command = new DescribeStackResourceCommand({ StackName, LogicalResourceId });
    const { StackResourceDetail: resource } = await client.send(command);
    if (resource) yield resource;
    return;
  }
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    yield* StackResourceSummaries;
  }
}

/**
 * By the stack's events, newest first: the last one about the resource that completed must not be its deletion. A
 * retained resource has left the stack with `DELETE_SKIPPED`.
 */
async function wasOwned(StackName: string, claim: Claim): Promise<boolean> {
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName })) {
    for (const event of StackEvents) {
      if (isSame(event, claim) && /_(COMPLETE|SKIPPED)$/.test(event.ResourceStatus ?? '')) return matches(event, claim);
    }
  }
  return false;
}

/** A resource that is being created, or could not be, can have the name of one that exists and is not the stack's. */
const matches = (reported: Reported, claim: Claim) =>
  isSame(reported, claim) && /^(CREATE|UPDATE|IMPORT)(_ROLLBACK)?_COMPLETE$/.test(reported.ResourceStatus ?? '');

function isSame({ ResourceType, PhysicalResourceId }: Reported, { type, id }: Claim): boolean {
  if (ResourceType !== type || !PhysicalResourceId) return false;
  if (type !== 'AWS::Batch::JobDefinition') return PhysicalResourceId === id;
  // Every update of a definition is a new revision. Its physical id is its name, or the ARN of one of the revisions.
  const { arn, name } = definitionOf(id);
  return PhysicalResourceId === name || definitionOf(PhysicalResourceId).arn === arn;
}

/** A job definition's ARN without the revision, and its name. */
function definitionOf(id: string): { arn: string; name: string | undefined } {
  const arn = id.replace(/:\d+$/, '');
  return { arn, name: arn.split(':job-definition/')[1] };
}
