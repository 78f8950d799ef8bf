/**
 * Properties that keys write in another form, such as entries of a list, and properties that a module cannot use, or only
 * at a cost. Each row is for the property and everything in it.
 */

/** By resource type: a property, and the keys that write it, without those above them. */
export const WRITTEN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'AWS::Batch::ComputeEnvironment': {
    'ComputeResources.Ec2Configuration.ImageType': ['instances.image_type'],
  },
  'AWS::Batch::JobQueue': {
    ComputeEnvironmentOrder: ['job_queues.*.compute_environments'],
    JobStateTimeLimitActions: ['job_queues.*.job_state_time_limits'],
  },
  'AWS::Batch::JobDefinition': {
    ConsumableResourceProperties: ['job_definitions.*.consumable_resources'],
    'ContainerProperties.Environment': ['job_definitions.*.environment'],
    'ContainerProperties.LinuxParameters.Tmpfs': ['job_definitions.*.mounts', 'mounts.*.tmpfs_mib'],
    'ContainerProperties.LogConfiguration.SecretOptions': ['log_configuration.secret_options'],
    // AWS Batch has `ResourceRequirements` in place of the first two.
    'ContainerProperties.Memory': ['job_definitions.*.memory'],
    'ContainerProperties.Vcpus': ['job_definitions.*.vcpus'],
    'ContainerProperties.ResourceRequirements': [
      'job_definitions.*.vcpus',
      'job_definitions.*.memory',
      'job_definitions.*.gpus',
    ],
    'ContainerProperties.MountPoints': ['job_definitions.*.mounts'],
    'ContainerProperties.Volumes': ['job_definitions.*.mounts'],
    'ContainerProperties.Secrets': ['job_definitions.*.secrets'],
    'ContainerProperties.Ulimits.Name': ['job_definitions.*.ulimits'],
  },
};

const OTHER_TARGET = 'It is for another target: schedules always submit jobs.';

/** By resource type: a property that a module cannot use, with the reason. */
export const USELESS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::Scheduler::Schedule': {
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
    'Target.EcsParameters': OTHER_TARGET,
    'Target.EventBridgeParameters': OTHER_TARGET,
    'Target.KinesisParameters': OTHER_TARGET,
    'Target.SageMakerPipelineParameters': OTHER_TARGET,
    'Target.SqsParameters': OTHER_TARGET,
  },
};

/** By resource type: what to know before setting a property. */
export const CAUTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::Batch::ComputeEnvironment': {
    // https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdateComputeEnvironment.html
    ServiceRole:
      'AWS Batch can then change the infrastructure only with a new compute environment: updates in place require its service-linked role.',
  },
};

/** The row of a property, or of one that contains it. */
export function rowFor<Row>(
  rows: Readonly<Record<string, Readonly<Record<string, Row>>>>,
  type: string,
  property: string,
): Row | undefined {
  const found = Object.entries(rows[type] ?? {}).find(([name]) => `${property}.`.startsWith(`${name}.`));
  return found?.[1];
}
