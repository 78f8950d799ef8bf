/** The partitions of AWS, as far as names depend on them. */

export interface Partition {
  /** As in `arn:aws:…`. */
  readonly name: string;
  /** The end of host names, `AWS::URLSuffix`. */
  readonly suffix: string;
}

/** Partitions other than `aws`, by the beginning of the names of their Regions. */
const PARTITIONS: readonly (readonly [start: string, name: string, suffix: string])[] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['eusc-', 'aws-eusc', 'amazonaws.eu'],
];

/** The partition of a Region. */
export function partitionOf(region: string): Partition {
  const [, name = 'aws', suffix = 'amazonaws.com'] = PARTITIONS.find(([start]) => region.startsWith(start)) ?? [];
  return { name, suffix };
}
