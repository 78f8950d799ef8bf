/** The volumes and mount points of a container, and the permissions that mounting file systems requires. */

import type { Mount, Mounts } from '../schema/mounts.js';
import { type Intrinsic, inBranches, isPlainMapping, ownArn } from '../template/intrinsics.js';
import { hash } from '../template/logical-id.js';
import { type Mapping, sortedEntries } from '../template/template.js';

const LONGEST_NAME = 255;

type Kind = 'efs' | 's3_files' | 'host' | 'tmpfs_mib';
const KINDS: readonly Kind[] = ['efs', 's3_files', 'host', 'tmpfs_mib'];

/** A mount with the value of the key that says what is mounted: an id, an ARN, a path or a size. */
interface Source extends Mount {
  readonly kind: Kind;
  readonly what: unknown;
}

/** The mounts as properties of a container, without `Tmpfs`, which belongs to `LinuxParameters`. */
export function volumes(mounts: Mounts | undefined): { Volumes: unknown[]; MountPoints: unknown[] } {
  const kinds: Kind[] = ['efs', 's3_files', 'host'];
  return { Volumes: list(mounts, kinds, volume), MountPoints: list(mounts, kinds, mountPoint) };
}

/** The file systems in memory. */
export const tmpfs = (mounts: Mounts | undefined): unknown[] =>
  list(mounts, ['tmpfs_mib'], (ContainerPath, { what }) => ({ ContainerPath, Size: what }));

/** The statements of a job role that permit mounting. */
export const mountStatements = (mounts: Mounts | undefined): Mapping[] =>
  list(mounts, ['efs', 's3_files'], (_, source) => statement(source)) as Mapping[];

/** What `item` makes of each mount of some kinds, sorted by path. It is absent if what is mounted is `AWS::NoValue`. */
function list(
  mounts: Mounts | undefined,
  kinds: readonly Kind[],
  item: (path: string, source: Source) => Mapping,
): unknown[] {
  if (!mounts) return [];
  return sortedEntries(mounts)
    .map(([path, mount]) => [path, sourceOf(mount)] as const)
    .filter(([, { kind }]) => kinds.includes(kind))
    .map(([path, source]) => inBranches(source.what, (what) => item(path, { ...source, what })));
}

function sourceOf(mount: Mounts[string]): Source {
  const parts = (isPlainMapping(mount) ? mount : { efs: mount }) as Mount;
  const kind = KINDS.find((key) => parts[key] !== undefined) ?? 'efs';
  return { ...parts, kind, what: parts[kind] };
}

function volume(path: string, { kind, what, path: directory, access_point }: Source): Mapping {
  const RootDirectory = directory === undefined ? {} : { RootDirectory: directory };
  const Name = volumeName(path);
  switch (kind) {
    case 'efs':
      return {
        Name,
        EfsVolumeConfiguration: {
          FileSystemId: what,
          ...RootDirectory,
          TransitEncryption: 'ENABLED',
          AuthorizationConfig: {
            ...(access_point !== undefined && { AccessPointId: access_point }),
            Iam: 'ENABLED',
          },
        },
      };
    case 's3_files':
      return {
        Name,
        S3FilesVolumeConfiguration: {
          FileSystemArn: what,
          ...RootDirectory,
          ...(access_point !== undefined && { AccessPointArn: access_point }),
        },
      };
    default:
      return { Name, Host: { SourcePath: what } };
  }
}

const mountPoint = (path: string, { read_only }: Source): Mapping => ({
  SourceVolume: volumeName(path),
  ContainerPath: path,
  ...(read_only !== undefined && { ReadOnly: read_only }),
});

/**
 * The name of the volume at a path, which depends on nothing else and differs from that of every other path. Names consist
 * of up to 255 letters, digits, hyphens and underscores: https://docs.aws.amazon.com/batch/latest/APIReference/API_Volume.html
 */
function volumeName(path: string): string {
  const encoded = (symbol: string) => (symbol === '/' ? '-' : `_${symbol.charCodeAt(0).toString(16)}_`);
  const name = path.slice(1).replace(/[^A-Za-z0-9]/g, encoded);
  return name.length > LONGEST_NAME ? `${name.slice(0, 200)}-${hash(path)}` : name;
}

/**
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html and
 * https://docs.aws.amazon.com/batch/latest/userguide/s3files-volumes.html
 */
function statement({ kind, what, access_point, read_only }: Source): Mapping {
  const service = kind === 'efs' ? 'elasticfilesystem' : 's3files';
  const arnOf = (point: unknown) => (kind === 'efs' ? ownArn(service, 'access-point', point) : point);
  return {
    Effect: 'Allow',
    Action: [`${service}:ClientMount`, ...(read_only ? [] : [`${service}:ClientWrite`])],
    Resource: kind === 'efs' ? ownArn(service, 'file-system', what) : (what as string | Intrinsic),
    ...(access_point !== undefined && {
      Condition: inBranches(access_point, (point) => ({
        StringEquals: { [`${service}:AccessPointArn`]: arnOf(point) },
      })),
    }),
  };
}
