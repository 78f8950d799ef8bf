/**
 * Properties of AWS Batch that have no key in the language, by the names that users may try: those of CloudFormation,
 * Terraform, CDK and the AWS Batch documentation. Each has the `overrides` to write instead.
 */

/** By resource type: names in snake_case, and the overrides that set the property, as YAML. */
export const PROPERTIES: Readonly<Record<string, readonly (readonly [names: string, overrides: string])[]>> = {
  'AWS::Batch::ComputeEnvironment': [
    ['allocation_strategy', '{ ComputeResources: { AllocationStrategy: SPOT_CAPACITY_OPTIMIZED } }'],
    ['bid_percentage spot_bid_percentage', '{ ComputeResources: { BidPercentage: 60 } }'],
    ['ec2_configuration image_type', '{ ComputeResources: { Ec2Configuration: [{ ImageType: ECS_AL2023_NVIDIA }] } }'],
    ['key_pair ec2_key_pair key_name', '{ ComputeResources: { Ec2KeyPair: my-key } }'],
    [
      'launch_template',
      "{ ComputeResources: { LaunchTemplate: { LaunchTemplateId: !Ref LaunchTemplate, Version: '1' } } }",
    ],
    ['instance_role instance_profile', '{ ComputeResources: { InstanceRole: !GetAtt InstanceProfile.Arn } }'],
    ['placement_group', '{ ComputeResources: { PlacementGroup: my-group } }'],
    [
      'scaling_policy min_scale_down_delay_minutes scale_down_delay_minutes',
      '{ ComputeResources: { ScalingPolicy: { MinScaleDownDelayMinutes: 30 } } }',
    ],
    ['security_group_ids security_groups', '{ ComputeResources: { SecurityGroupIds: [!Ref SecurityGroup] } }'],
    ['subnets subnet_ids', '{ ComputeResources: { Subnets: [!Ref Subnet] } }'],
    ['tags', '{ ComputeResources: { Tags: { team: data } } }'],
    ['state', '{ State: DISABLED }'],
    ['update_policy', '{ UpdatePolicy: { TerminateJobsOnUpdate: true } }'],
    ['container_insights ecs_settings', '{ EcsSettings: { ContainerInsights: ENABLED } }'],
  ],
  'AWS::Batch::JobQueue': [
    [
      'compute_environments compute_environment_order',
      '{ ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: ARN }] }',
    ],
    ['fair_share scheduling_policy scheduling_policy_arn', '{ SchedulingPolicyArn: !Ref SchedulingPolicy }'],
    [
      'job_state_time_limit_actions job_state_time_limits job_state_time_limit_action',
      '{ JobStateTimeLimitActions: [{ Action: CANCEL, State: RUNNABLE, MaxTimeSeconds: 1800, Reason: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT }] }',
    ],
    ['tags', '{ Tags: { team: data } }'],
  ],
  'AWS::Batch::JobDefinition': [['propagate_tags', '{ PropagateTags: true }']],
};

/**
 * The `overrides` that set the property that a key stands for, as YAML; `undefined` if there is none.
 *
 * @param type - the resource type of the object that has the key
 * @param key - in any spelling: `retry_strategy`, `retryStrategy`, `RetryStrategy`
 */
export function withoutKey(type: string, key: string): string | undefined {
  const name = inSnakeCase(key);
  const [, overrides] = PROPERTIES[type]?.find(([names]) => names.split(' ').includes(name)) ?? [];
  return overrides && `overrides: ${overrides}`;
}

/** A name in the spelling of the language: `retry_strategy` for `retryStrategy` and `RetryStrategy`. */
export const inSnakeCase = (name: string) =>
  name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .replaceAll('-', '_')
    .toLowerCase();
