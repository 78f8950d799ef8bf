/** A job definition: the keys of an entry of `job_definitions`. It becomes an `AWS::Batch::JobDefinition`. */

import * as v from 'valibot';
import { field } from './field.js';
import { image } from './image.js';
import { jobKeys } from './job-keys.js';
import { ON_INSTANCES } from './linux.js';
import { nameOf } from './names.js';
import { placementKeys } from './placement.js';
import { VARIABLE, VARIABLE_EXPECTED } from './secrets.js';
import { boolean, dictionary, integer, list, resource, text, vcpus } from './types.js';

const CONTAINER =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-containerproperties.html';

export const jobDefinition = resource(
  'AWS::Batch::JobDefinition',
  {
    name: v.optional(nameOf('job definition')),
    image: field(image, {
      doc: 'The Docker image that the job runs.',
      example: 'busybox:latest',
      overriddenBy: 'ContainerProperties.Image',
      source: CONTAINER,
    }),
    vcpus: field(vcpus(10_000), {
      doc: 'The number of vCPUs reserved for a job. On Fargate also 0.25 or 0.5.',
      example: 1,
      aliases: ['cpu', 'cpus'],
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-resourcerequirement.html',
    }),
    memory: field(integer(4, 100_000_000), {
      unit: 'MiB',
      doc: 'The memory reserved for a job, in MiB. A job that exceeds it is terminated.',
      example: 512,
      aliases: ['mem', 'memory_mib'],
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-resourcerequirement.html',
    }),
    command: v.optional(
      field(list(text()), {
        doc: 'The command and its arguments; overrides the image’s CMD. Ref::name is replaced at job submission.',
        example: ['echo', 'hello'],
        aliases: ['cmd', 'args'],
        property: 'ContainerProperties.Command',
        source: CONTAINER,
      }),
    ),
    environment: v.optional(
      field(dictionary(VARIABLE, VARIABLE_EXPECTED, text()), {
        doc: 'Environment variables. They are not encrypted.',
        example: { SOME_KEY: 'some_var' },
        aliases: ['env', 'environment_variables'],
        overriddenBy: 'ContainerProperties.Environment',
        source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html',
      }),
    ),
    user: v.optional(
      field(text(), {
        doc: 'The user name or user id that the container runs as.',
        example: 'nobody',
        property: 'ContainerProperties.User',
        source: CONTAINER,
      }),
    ),
    privileged: v.optional(
      field(boolean, {
        doc: 'Whether the container has root privileges on its instance.',
        example: true,
        property: 'ContainerProperties.Privileged',
        platforms: ON_INSTANCES,
        source: CONTAINER,
      }),
    ),
    ...jobKeys,
    ...placementKeys,
  },
  {
    example: { PropagateTags: false },
    owned: {
      JobDefinitionName: 'Use name.',
      Type: 'Remove it: job definitions are of type container, or multinode if they have nodes.',
      'NodeProperties.NumNodes': 'Use nodes.',
      'NodeProperties.MainNode': 'Use nodes: { count: …, main: … }.',
    },
  },
);
