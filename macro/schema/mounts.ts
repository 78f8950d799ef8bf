/** What a job can mount: the values of `mounts`, by the path in the container. */

import * as v from 'valibot';
import { isIntrinsic, isPlainMapping } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';
import { field } from './field.js';
import { EFS_ID, fileSystemId } from './ids.js';
import { dictionary, either, integer, knownBoolean, object, text } from './types.js';

const EFS = 'https://docs.aws.amazon.com/batch/latest/userguide/efs-volumes.html';
const S3_FILES = 'https://docs.aws.amazon.com/batch/latest/userguide/s3files-volumes.html';
const VOLUME = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_Volume.html';
const FARGATE = 'https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-definitions.html';

/** An absolute path without `.`, `..` and empty names, so that no two paths mean the same place. */
const PATH = /^(\/(?!\.{1,2}(\/|$))[^/:\0]+)+$/;
const PATH_EXPECTED = 'an absolute path without a slash at its end, such as /data';

/** Such a path, or the root of what is mounted. */
const SOURCE = new RegExp(`^/$|${PATH.source}`);

/** The path that is meant by one with slashes too many, or without the first. */
const meantPath = (path: string) => {
  const meant = `/${path}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
  return PATH.test(meant) ? meant : undefined;
};

const SOURCES = ['efs', 's3_files', 'host', 'tmpfs_mib'];

const mount = object(
  {
    efs: v.optional(
      field(fileSystemId, {
        doc: 'The id of an Amazon EFS file system, mounted with TLS and the permissions of the job role. Or use s3_files, host or tmpfs_mib.',
        example: 'fs-0123456789abcdef0',
        aliases: ['file_system_id', 'efs_volume_configuration', 'efs_id'],
        excludes: ['s3_files', 'host', 'tmpfs_mib'],
        source: EFS,
      }),
    ),
    s3_files: v.optional(
      field(text('the ARN of an S3 file system, arn:…:s3files:…', /^arn:[^:]+:s3files:[^:]+:\d{12}:file-system\/fs-/), {
        doc: 'The ARN of an S3 file system, mounted with the permissions of the job role.',
        example: 'arn:aws:s3files:us-east-1:123456789012:file-system/fs-0123456789abcdef0',
        aliases: ['file_system_arn', 's3files', 's3files_volume_configuration'],
        platforms: ['FARGATE', 'MANAGED_INSTANCES'],
        excludes: ['host', 'tmpfs_mib'],
        source: S3_FILES,
      }),
    ),
    host: v.optional(
      field(text(PATH_EXPECTED, SOURCE), {
        doc: 'A path on the instance.',
        example: '/scratch',
        aliases: ['source_path', 'host_path'],
        platforms: ['EC2', 'MANAGED_INSTANCES'],
        excludes: ['tmpfs_mib', 'path', 'access_point'],
        source: VOLUME,
      }),
    ),
    tmpfs_mib: v.optional(
      field(integer(1, 100_000_000), {
        unit: 'MiB',
        doc: 'The size of a file system in memory, in MiB. What is in it counts as memory of the job.',
        example: 512,
        aliases: ['tmpfs', 'size'],
        platforms: ['EC2', 'MANAGED_INSTANCES'],
        excludes: ['path', 'access_point', 'read_only'],
        source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_Tmpfs.html',
      }),
    ),
    path: v.optional(
      field(text(PATH_EXPECTED, SOURCE), {
        doc: 'The directory of the file system to mount. By default, its root.',
        example: '/input',
        aliases: ['root_directory'],
        excludes: ['access_point'],
        source: EFS,
      }),
    ),
    access_point: v.optional(
      field(
        text(
          'the id of an EFS access point: fsap- and 8 to 40 hexadecimal digits, or the ARN of one of an S3 file system',
          new RegExp(`^(fsap-${EFS_ID}$|arn:)`),
        ),
        {
          doc: 'The access point to mount the file system through: an id for Amazon EFS, an ARN for an S3 file system.',
          example: 'fsap-0123456789abcdef0',
          aliases: ['access_point_id', 'access_point_arn'],
          source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_EFSAuthorizationConfig.html',
        },
      ),
    ),
    read_only: v.optional(
      field(knownBoolean, {
        doc: 'Whether the job can only read. Then its role gets no permission to write.',
        example: true,
        aliases: ['readonly'],
        source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_MountPoint.html',
      }),
    ),
  },
  (value) => (SOURCES.some((key) => value[key] !== undefined) ? [] : ['efs']),
);

export const mounts = field(
  dictionary(
    PATH,
    PATH_EXPECTED,
    either((input) => (isPlainMapping(input) ? mount : fileSystemId), mount, fileSystemId),
    { meant: meantPath },
  ),
  {
    doc: 'The file systems that a job mounts, by the path in the container. The id of an EFS file system stands for { efs: id }.',
    example: { '/data': 'fs-0123456789abcdef0' },
    aliases: ['volumes', 'mount_points', 'tmpfs', 'efs', 'volume'],
    source: FARGATE,
  },
);

export type Mount = v.InferOutput<typeof mount>;
export type Mounts = v.InferOutput<typeof mounts>;

/** Whether some mount is an Amazon EFS file system. A value that is not a mapping is the id of a file system. */
export const usesEfs = (mounts: Mounts = {}): boolean =>
  Object.values<unknown>(mounts).some((mount) => !isMapping(mount) || isIntrinsic(mount) || mount['efs'] !== undefined);
