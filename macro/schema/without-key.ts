/**
 * Properties of AWS Batch that have no key in the language, by the names that users may try: those of CloudFormation,
 * Terraform, CDK and the AWS Batch documentation. Each has the `overrides` to write instead.
 */

/** By resource type: names in snake_case, and the overrides that set the property, as YAML. */
export const PROPERTIES: Readonly<Record<string, readonly (readonly [names: string, overrides: string])[]>> = {
  'AWS::Batch::ComputeEnvironment': [
    ['instance_role instance_profile', '{ ComputeResources: { InstanceRole: !GetAtt InstanceProfile.Arn } }'],
    ['subnets subnet_ids', '{ ComputeResources: { Subnets: [!Ref Subnet] } }'],
  ],
  'AWS::Batch::JobQueue': [['tags', '{ Tags: { team: data } }']],
  'AWS::Batch::JobDefinition': [
    ['retry_strategy retries retry attempts retry_attempts', '{ RetryStrategy: { Attempts: 3 } }'],
    ['timeout timeout_seconds attempt_duration_seconds', '{ Timeout: { AttemptDurationSeconds: 3600 } }'],
    ['parameters', '{ Parameters: { name: value } }'],
    ['propagate_tags', '{ PropagateTags: true }'],
    ['scheduling_priority', '{ SchedulingPriority: 10 }'],
    ['tags', '{ Tags: { team: data } }'],
    [
      'consumable_resources consumable_resource_properties',
      '{ ConsumableResourceProperties: { ConsumableResourceList: [{ ConsumableResource: license, Quantity: 1 }] } }',
    ],
    ['keep_revisions resource_retention_policy', '{ ResourceRetentionPolicy: { SkipDeregisterOnUpdate: true } }'],
    [
      'gpus gpu resource_requirements',
      "{ ContainerProperties: { ResourceRequirements: [{ Type: GPU, Value: '1' }] } }",
    ],
    [
      'secrets',
      '{ ContainerProperties: { Secrets: [{ Name: PASSWORD, ValueFrom: !Ref Secret }], ExecutionRoleArn: !GetAtt ExecutionRole.Arn } }',
    ],
    ['job_role job_role_arn task_role policies role', '{ ContainerProperties: { JobRoleArn: !GetAtt JobRole.Arn } }'],
    ['execution_role execution_role_arn', '{ ContainerProperties: { ExecutionRoleArn: !GetAtt ExecutionRole.Arn } }'],
    [
      'volumes mounts mount_points',
      '{ ContainerProperties: { Volumes: [{ Name: data, Host: { SourcePath: /data } }], MountPoints: [{ SourceVolume: data, ContainerPath: /data }] } }',
    ],
    [
      'log_configuration logs logging',
      '{ ContainerProperties: { LogConfiguration: { LogDriver: awslogs, Options: { awslogs-group: !Ref LogGroup } } } }',
    ],
    [
      'linux_parameters shared_memory_size shared_memory_mib shm_size',
      '{ ContainerProperties: { LinuxParameters: { SharedMemorySize: 1024 } } }',
    ],
    ['init_process init_process_enabled', '{ ContainerProperties: { LinuxParameters: { InitProcessEnabled: true } } }'],
    ['tmpfs', '{ ContainerProperties: { LinuxParameters: { Tmpfs: [{ ContainerPath: /tmp, Size: 512 }] } } }'],
    ['devices', '{ ContainerProperties: { LinuxParameters: { Devices: [{ HostPath: /dev/fuse }] } } }'],
    ['ulimits', '{ ContainerProperties: { Ulimits: [{ Name: nofile, SoftLimit: 65536, HardLimit: 65536 }] } }'],
    ['read_only_root_filesystem readonly_root_filesystem', '{ ContainerProperties: { ReadonlyRootFilesystem: true } }'],
    ['enable_execute_command', '{ ContainerProperties: { EnableExecuteCommand: true } }'],
    [
      'repository_credentials',
      '{ ContainerProperties: { RepositoryCredentials: { CredentialsParameter: !Ref Secret } } }',
    ],
  ],
};

/**
 * The `overrides` that set the property that a key stands for, as YAML; `undefined` if there is none.
 *
 * @param type - the resource type of the object that has the key
 * @param key - in any spelling: `retry_strategy`, `retryStrategy`, `RetryStrategy`
 */
export function withoutKey(type: string, key: string): string | undefined {
  const name = key
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .replaceAll('-', '_')
    .toLowerCase();
  const [, overrides] = PROPERTIES[type]?.find(([names]) => names.split(' ').includes(name)) ?? [];
  return overrides && `overrides: ${overrides}`;
}
