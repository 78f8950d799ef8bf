/** The sizes of jobs that AWS Fargate offers: an amount of memory is valid only with some numbers of vCPUs. */

/** A number of vCPUs, with the amounts of memory that it can have. */
export interface FargateSize {
  readonly vcpus: number;
  /** In MiB, in ascending order. */
  readonly memory: readonly number[];
  /** The amounts in words. */
  readonly text: string;
}

const listed = (vcpus: number, ...memory: readonly number[]): FargateSize => ({
  vcpus,
  memory,
  text: `${memory.slice(0, -1).join(', ')} or ${memory.at(-1)}`,
});

const steps = (vcpus: number, least: number, most: number, step: number): FargateSize => ({
  vcpus,
  memory: Array.from({ length: (most - least) / step + 1 }, (_, index) => least + index * step),
  text: `${least} to ${most} in steps of ${step}`,
});

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html */
export const FARGATE_SIZES: readonly FargateSize[] = [
  listed(0.25, 512, 1024, 2048),
  steps(0.5, 1024, 4096, 1024),
  steps(1, 2048, 8192, 1024),
  steps(2, 4096, 16_384, 1024),
  steps(4, 8192, 30_720, 1024),
  steps(8, 16_384, 61_440, 4096),
  steps(16, 32_768, 122_880, 8192),
  listed(32, 61_440, 122_880, 249_856),
];

/** The size with a number of vCPUs, if there is one. */
export const fargateSizeOf = (vcpus: number) => FARGATE_SIZES.find((one) => one.vcpus === vcpus);
