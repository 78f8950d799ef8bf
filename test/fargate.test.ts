/** Checks what jobs on AWS Fargate get because of other keys, and the sizes against the ranges in AWS's documentation. */

import { FARGATE_SIZES } from '../macro/compute/fargate-sizes.js';
import { onFargate } from '../macro/lower/fargate.js';

const given = (config: object, value: object, container: object) =>
  onFargate({ config } as never, { value } as never, container as never);

it('needs platform version 1.4.0 for an Amazon EFS file system, unless another is given', () => {
  const vpc = { vpc: {} };
  const mounts = { '/data': 'fs-00000000000000001' };
  const version = (PlatformVersion: string) => ({ FargatePlatformConfiguration: { PlatformVersion } });
  expect(given(vpc, { mounts }, {})).toEqual(version('1.4.0'));
  expect(given(vpc, { mounts, platform_version: 'LATEST' }, {})).toEqual(version('LATEST'));
  expect(given(vpc, { mounts: { '/data': { s3_files: 'arn' } } }, {})).toEqual({});
});

it('gives a job a public IP address only in public subnets of the module', () => {
  expect(given({ network: 'public' }, {}, {})).toEqual({ NetworkConfiguration: { AssignPublicIp: 'ENABLED' } });
  for (const config of [{ network: 'nat' }, { network: 'endpoints' }, { vpc: {} }]) {
    expect(given(config, {}, {})).toEqual({});
  }
});

// https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
it.each([
  [0.25, 3, 512, 2048],
  [0.5, 4, 1024, 4096],
  [1, 7, 2048, 8192],
  [2, 13, 4096, 16384],
  [4, 23, 8192, 30720],
  [8, 12, 16384, 61440],
  [16, 12, 32768, 122880],
  [32, 3, 61440, 249856],
])('offers %d vCPUs with %d amounts of memory from %d to %d MiB', (vcpus, count, least, most) => {
  const memory = FARGATE_SIZES.find((size) => size.vcpus === vcpus)?.memory ?? [];
  expect([memory.length, memory[0], memory.at(-1)]).toEqual([count, least, most]);
});
