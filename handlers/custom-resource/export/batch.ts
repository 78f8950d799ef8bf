/** The entries of Provose's export maps that AWS Batch knows, with the attributes of Terraform's resources. */

import {
  BatchClient,
  type ComputeResource,
  type ContainerProperties,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
} from '@aws-sdk/client-batch';
import type { TerraformType } from '../../../macro/link/export-maps.js';
import { CLIENT_CONFIG } from '../clients.js';
import type { Readers } from './reader.js';

/** Reused by a warm function, so that it slows down when AWS throttles it. */
export const client = new BatchClient(CLIENT_CONFIG);

export const placeIn = (region: string) => `AWS Batch in ${region}`;

export const readers: Readers<BatchClient, Extract<TerraformType, `aws_batch_${string}`>> = {
  aws_batch_compute_environment: computeEnvironment,
  aws_batch_job_definition: jobDefinition,
  aws_batch_job_queue: jobQueue,
};

async function computeEnvironment(batch: BatchClient, arn: string) {
  const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [arn] });
  const [one] = (await batch.send(command)).computeEnvironments ?? [];
  return (
    one && {
      arn: one.computeEnvironmentArn,
      compute_environment_name: one.computeEnvironmentName,
      compute_environment_name_prefix: '',
      compute_resources: list(one.computeResources).map(computeResources),
      ecs_cluster_arn: one.ecsClusterArn,
      eks_configuration: [],
      id: one.computeEnvironmentName,
      service_role: one.serviceRole,
      state: one.state,
      status: one.status,
      status_reason: one.statusReason,
      tags: one.tags,
      type: one.type,
      update_policy: list(one.updatePolicy).map((policy) => ({
        job_execution_timeout_minutes: policy.jobExecutionTimeoutMinutes ?? 0,
        terminate_jobs_on_update: policy.terminateJobsOnUpdate ?? false,
      })),
    }
  );
}

function computeResources(has: ComputeResource) {
  return {
    allocation_strategy: has.allocationStrategy,
    bid_percentage: has.bidPercentage ?? 0,
    desired_vcpus: has.desiredvCpus ?? 0,
    ec2_configuration: (has.ec2Configuration ?? []).map(({ imageIdOverride, imageType }) => ({
      image_id_override: imageIdOverride,
      image_type: imageType,
    })),
    ec2_key_pair: has.ec2KeyPair,
    image_id: has.imageId,
    instance_role: has.instanceRole,
    instance_type: sorted(has.instanceTypes),
    launch_template: list(has.launchTemplate).map((template) => ({
      launch_template_id: template.launchTemplateId,
      launch_template_name: template.launchTemplateName,
      version: template.version,
    })),
    max_vcpus: has.maxvCpus ?? 0,
    min_vcpus: has.minvCpus ?? 0,
    placement_group: has.placementGroup,
    security_group_ids: sorted(has.securityGroupIds),
    spot_iam_fleet_role: has.spotIamFleetRole,
    subnets: sorted(has.subnets),
    tags: orNull(has.tags),
    type: has.type,
  };
}

async function jobQueue(batch: BatchClient, arn: string) {
  const [one] = (await batch.send(new DescribeJobQueuesCommand({ jobQueues: [arn] }))).jobQueues ?? [];
  const order = [...(one?.computeEnvironmentOrder ?? [])].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return (
    one && {
      arn: one.jobQueueArn,
      // Terraform fills this attribute or the next one. Provose uses the next one.
      compute_environment_order: [],
      compute_environments: order.map(({ computeEnvironment: environment }) => environment),
      id: one.jobQueueArn,
      job_state_time_limit_action: (one.jobStateTimeLimitActions ?? []).map((each) => ({
        action: each.action,
        max_time_seconds: each.maxTimeSeconds ?? 0,
        reason: each.reason,
        state: each.state,
      })),
      name: one.jobQueueName,
      priority: one.priority ?? 0,
      scheduling_policy_arn: one.schedulingPolicyArn ?? null,
      state: one.state,
      tags: one.tags,
      timeouts: null,
    }
  );
}

/** Reads deregistered revisions as well: an update that is rolled back can ask for one, and must not fail. */
async function jobDefinition(batch: BatchClient, arn: string) {
  const [one] = (await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitions: [arn] }))).jobDefinitions ?? [];
  return (
    one && {
      arn: one.jobDefinitionArn,
      arn_prefix: one.jobDefinitionArn?.replace(/:\d+$/, ''),
      container_properties: one.containerProperties && containerProperties(one.containerProperties),
      deregister_on_new_revision: true,
      ecs_properties: one.ecsProperties && JSON.stringify(one.ecsProperties),
      eks_properties: [],
      id: one.jobDefinitionArn,
      name: one.jobDefinitionName,
      node_properties: one.nodeProperties && JSON.stringify(one.nodeProperties),
      parameters: orNull(one.parameters),
      platform_capabilities: orNull(one.platformCapabilities),
      propagate_tags: one.propagateTags ?? false,
      retry_strategy: list(one.retryStrategy).map(({ attempts, evaluateOnExit }) => ({
        attempts: attempts ?? 0,
        evaluate_on_exit: (evaluateOnExit ?? []).map((each) => ({
          action: each.action,
          on_exit_code: each.onExitCode,
          on_reason: each.onReason,
          on_status_reason: each.onStatusReason,
        })),
      })),
      revision: one.revision ?? 0,
      scheduling_priority: one.schedulingPriority ?? 0,
      tags: one.tags,
      timeout: list(one.timeout).map(({ attemptDurationSeconds }) => ({
        attempt_duration_seconds: attemptDurationSeconds ?? 0,
      })),
      type: one.type,
    }
  );
}

/** Provose sets vCPUs and memory outside of the requirements, which AWS Batch still accepts but no longer reports. */
function containerProperties({ resourceRequirements = [], ...rest }: ContainerProperties): string {
  const amount = (type: string) => resourceRequirements.find((each) => each.type === type)?.value;
  return JSON.stringify({
    ...{ command: [], environment: [], mountPoints: [], secrets: [], ulimits: [], volumes: [] },
    ...rest,
    memory: Number(amount('MEMORY') ?? rest.memory),
    resourceRequirements: resourceRequirements.filter(({ type }) => type !== 'MEMORY' && type !== 'VCPU'),
    vcpus: Number(amount('VCPU') ?? rest.vcpus),
  });
}

/** Terraform represents a nested block as a list of one. */
const list = <T>(block: T | undefined): T[] => (block === undefined ? [] : [block]);

/** Terraform sorts a list that has no order. */
const sorted = (texts: readonly string[] = []) => [...texts].sort();

/** Terraform represents an empty optional map or list as null. */
const orNull = <T extends object>(some: T | undefined) => (some && Object.keys(some).length > 0 ? some : null);
