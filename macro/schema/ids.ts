/** The forms of the ids that AWS gives to resources. A malformed id names nothing, so that every deployment would fail. */

import { text } from './types.js';

/** The id of a resource of Amazon EC2: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
export const ec2Id = (prefix: string, what: string) =>
  text(
    `the id of ${what}: ${prefix}- and 17 hexadecimal digits, or 8 in old ids`,
    new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
  );

/** The id of a resource of Amazon EFS: https://docs.aws.amazon.com/efs/latest/ug/API_DescribeAccessPoints.html */
export const EFS_ID = '[0-9a-f]{8,40}';
export const fileSystemId = text(
  'the id of an Amazon EFS file system: fs- and 8 to 40 hexadecimal digits',
  new RegExp(`^fs-${EFS_ID}$`),
);
