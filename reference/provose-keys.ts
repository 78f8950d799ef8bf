/**
 * The keys of the batch module of Provose, as its documentation has them: https://provose.com/v4.0/reference/batch/
 * They have the same names here. docs/from-provose.md shows them beside the keys of the language.
 */

interface ProvoseKey {
  /** The path, as in the reference. */
  readonly path: string;
  /** Whether Provose requires it. */
  readonly isRequired: boolean;
  /** What is different here, besides what the schema says. */
  readonly note: string;
}

const CONFIG = 'It has no effect here, and `validate` warns of it.';

export const PROVOSE_KEYS: readonly ProvoseKey[] = [
  {
    path: 'provose_config.authentication',
    isRequired: true,
    note: `${CONFIG} The deployment has the credentials and the Region; another Region in it is an error.`,
  },
  { path: 'provose_config.name', isRequired: true, note: 'It is only a tag, not part of the names of resources.' },
  { path: 'provose_config.internal_root_domain', isRequired: true, note: CONFIG },
  { path: 'provose_config.internal_subdomain', isRequired: true, note: CONFIG },
  { path: 'batch.*.instances', isRequired: true, note: '' },
  {
    path: 'batch.*.instances.instance_types',
    isRequired: true,
    note: 'Also families such as `m6i`, and `optimal`. It is required except on Fargate and Managed Instances.',
  },
  {
    path: 'batch.*.instances.compute_environment_type',
    isRequired: true,
    note: 'Also `FARGATE`, `FARGATE_SPOT` and `ECS_MANAGED_INSTANCES`.',
  },
  { path: 'batch.*.instances.min_vcpus', isRequired: true, note: '' },
  { path: 'batch.*.instances.max_vcpus', isRequired: true, note: '' },
  { path: 'batch.*.instances.ami_id', isRequired: false, note: '' },
  {
    path: 'batch.*.job_queues',
    isRequired: true,
    note: 'An environment that a queue of another one names needs none of its own.',
  },
  { path: 'batch.*.job_queues.*.state', isRequired: true, note: '' },
  { path: 'batch.*.job_queues.*.priority', isRequired: true, note: '' },
  { path: 'batch.*.job_definitions', isRequired: false, note: '' },
  { path: 'batch.*.job_definitions.*.image', isRequired: true, note: 'Also text with the whole URI: `busybox:1.36`.' },
  {
    path: 'batch.*.job_definitions.*.image.name',
    isRequired: true,
    note: 'Also in another public registry, with its host.',
  },
  {
    path: 'batch.*.job_definitions.*.image.tag',
    isRequired: true,
    note: 'Quote tags such as `1.10`, which YAML reads as numbers.',
  },
  {
    path: 'batch.*.job_definitions.*.image.private_registry',
    isRequired: true,
    note: 'A private image must exist when the stack is deployed, or has `check: false`.',
  },
  { path: 'batch.*.job_definitions.*.vcpus', isRequired: true, note: '' },
  { path: 'batch.*.job_definitions.*.memory', isRequired: true, note: 'In MiB.' },
  { path: 'batch.*.job_definitions.*.command', isRequired: true, note: 'Without it, the image’s own command runs.' },
  {
    path: 'batch.*.job_definitions.*.environment',
    isRequired: false,
    note: 'For secrets, use `secrets`: AWS Batch can read them now.',
  },
];
