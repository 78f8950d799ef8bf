/** Compares the table of instance types with what the local cloud answers, which has moto's copy of AWS's data. */

import { type InstanceTypeInfo, paginateDescribeInstanceTypes } from '@aws-sdk/client-ec2';
import { typesOf } from '../../macro/compute/instance-types.js';
import { useCloud } from '../support/cloud.js';

const clients = useCloud({ withMacro: false });

/** What the table says of a type, in the terms of the API. */
const expected = (name: string) =>
  typesOf(name).map(({ architecture, vcpus, memory, gpus, hasNvme, isMetal }) => ({
    architecture,
    vcpus,
    memory,
    // The API reports parts of a GPU as 0.
    gpus: gpus ?? 0,
    hasNvme,
    isMetal,
  }));

const described = ({
  ProcessorInfo,
  VCpuInfo,
  MemoryInfo,
  GpuInfo,
  InstanceStorageInfo,
  BareMetal,
}: InstanceTypeInfo) => ({
  architecture: ProcessorInfo?.SupportedArchitectures?.find((each) => each !== 'i386'),
  vcpus: VCpuInfo?.DefaultVCpus,
  memory: MemoryInfo?.SizeInMiB,
  gpus: (GpuInfo?.Gpus ?? []).reduce((sum, { Count = 0 }) => sum + Count, 0),
  hasNvme: (InstanceStorageInfo?.NvmeSupport ?? 'unsupported') !== 'unsupported',
  isMetal: BareMetal === true,
});

it('agrees with DescribeInstanceTypes on every type that both have', async () => {
  const types: InstanceTypeInfo[] = [];
  for await (const { InstanceTypes = [] } of paginateDescribeInstanceTypes({ client: clients().ec2 }, {}))
    types.push(...InstanceTypes);
  const common = types.filter(({ InstanceType = '' }) => typesOf(InstanceType).length > 0);
  expect(common.length).toBeGreaterThan(1000);
  const differences = common.flatMap((type) => {
    const [ours, theirs] = [expected(type.InstanceType ?? ''), [described(type)]];
    return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ name: type.InstanceType, ours, theirs }];
  });
  expect(differences).toEqual([]);
});
