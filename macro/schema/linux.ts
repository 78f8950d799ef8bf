/** The keys of a job definition that set up the container’s Linux: memory, devices and limits. */

import * as v from 'valibot';
import { isPlainMapping } from '../template/intrinsics.js';
import { field } from './field.js';
import { boolean, choice, dictionary, either, integer, knownBoolean, knownList, object, text } from './types.js';

const CONTAINER = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html';
const LINUX = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_LinuxParameters.html';
const DEVICE = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_Device.html';
const ULIMIT = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_Ulimit.html';

/** The platforms with an instance that jobs share: https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-definitions.html */
export const ON_INSTANCES = ['EC2', 'MANAGED_INSTANCES'] as const;

const MOST_MIB = 100_000_000;

const hostPath = text('the path of a device, such as /dev/fuse', /^\/[^\0]+$/);

const device = object({
  host_path: field(hostPath, {
    doc: 'The path of the device on the instance.',
    example: '/dev/fuse',
    property: 'HostPath',
    source: DEVICE,
  }),
  container_path: v.optional(
    field(hostPath, {
      doc: 'The path of the device in the container. By default, the same.',
      example: '/dev/fuse',
      property: 'ContainerPath',
      source: DEVICE,
    }),
  ),
  permissions: v.optional(
    field(knownList(choice('READ', 'WRITE', 'MKNOD'), 1, 3), {
      doc: 'What the container may do with the device. By default, everything.',
      example: ['READ', 'WRITE'],
      property: 'Permissions',
      source: DEVICE,
    }),
  ),
});

/** -1 stands for no limit: https://docs.docker.com/reference/cli/docker/container/run/#ulimit */
const limit = integer(-1, 2_147_483_647);

const softAndHard = object({
  soft: field(limit, {
    doc: 'The limit that applies, which the job can raise up to the hard limit.',
    example: 1024,
    property: 'SoftLimit',
    source: ULIMIT,
  }),
  hard: field(limit, {
    doc: 'The limit that the job cannot exceed.',
    example: 65_536,
    property: 'HardLimit',
    source: ULIMIT,
  }),
});

export const LIMITS =
  'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(' ');

export const linuxKeys = {
  shared_memory_mib: v.optional(
    field(integer(1, MOST_MIB), {
      unit: 'MiB',
      doc: 'The size of /dev/shm, in MiB. What is in it counts as memory of the job.',
      example: 1024,
      property: 'ContainerProperties.LinuxParameters.SharedMemorySize',
      aliases: ['shared_memory_size', 'shm_size', 'linux_parameters'],
      platforms: ON_INSTANCES,
      source: LINUX,
    }),
  ),
  init_process: v.optional(
    field(boolean, {
      doc: 'Whether an init process forwards signals to the job and reaps its child processes.',
      example: true,
      property: 'ContainerProperties.LinuxParameters.InitProcessEnabled',
      aliases: ['init_process_enabled', 'init'],
      source: LINUX,
    }),
  ),
  read_only_root_filesystem: v.optional(
    field(knownBoolean, {
      doc: 'Whether the container’s root file system cannot be written to.',
      example: true,
      property: 'ContainerProperties.ReadonlyRootFilesystem',
      aliases: ['readonly_root_filesystem'],
      source: CONTAINER,
    }),
  ),
  ulimits: v.optional(
    field(
      dictionary(
        new RegExp(`^(${LIMITS.join('|')})$`),
        'the name of a limit, such as nofile or memlock',
        either((input) => (isPlainMapping(input) ? softAndHard : limit), softAndHard, limit),
        { words: LIMITS },
      ),
      {
        doc: 'Resource limits by name, each a number or a soft and a hard limit. -1 stands for no limit.',
        example: { nofile: 65_536 },
        property: 'ContainerProperties.Ulimits',
        aliases: ['ulimit'],
        platforms: ON_INSTANCES,
        source: ULIMIT,
      },
    ),
  ),
  devices: v.optional(
    field(knownList(either((input) => (isPlainMapping(input) ? device : hostPath), device, hostPath)), {
      doc: 'Devices of the instance for the container, each a path or a mapping.',
      example: ['/dev/fuse'],
      property: 'ContainerProperties.LinuxParameters.Devices',
      aliases: ['device'],
      platforms: ON_INSTANCES,
      source: DEVICE,
    }),
  ),
  max_swap_mib: v.optional(
    field(integer(0, MOST_MIB), {
      unit: 'MiB',
      doc: 'The swap space that the container can use, in MiB. Instances have none unless their AMI or user data adds it.',
      example: 2048,
      property: 'ContainerProperties.LinuxParameters.MaxSwap',
      aliases: ['max_swap', 'swap'],
      platforms: ON_INSTANCES,
      source: LINUX,
    }),
  ),
  swappiness: v.optional(
    field(integer(0, 100), {
      doc: 'How readily the container’s memory is swapped, from 0 to 100. It has an effect only with max_swap_mib.',
      example: 60,
      property: 'ContainerProperties.LinuxParameters.Swappiness',
      platforms: ON_INSTANCES,
      source: LINUX,
    }),
  ),
};
