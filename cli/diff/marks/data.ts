/** Resources whose deletion deletes what users stored in them. */

import type { Change } from '../change.js';
import type { Settled } from '../side.js';
import { isReplaced, isRetained, type Marker, onlyIf } from './mark.js';

/** What is lost with each type. Types that CloudFormation cannot delete while they have content are not listed. */
const STORED: Readonly<Record<string, string>> = {
  'AWS::Cognito::UserPool': 'its users',
  'AWS::DocDB::DBCluster': 'its databases',
  'AWS::DynamoDB::GlobalTable': 'its items',
  'AWS::DynamoDB::Table': 'its items',
  'AWS::EC2::Volume': 'its files',
  'AWS::EFS::FileSystem': 'its files',
  'AWS::ElastiCache::CacheCluster': 'its items',
  'AWS::ElastiCache::ReplicationGroup': 'its items',
  'AWS::FSx::FileSystem': 'its files',
  'AWS::KMS::Key': 'the key, after its waiting period, and with it all that is encrypted with it',
  'AWS::Kinesis::Stream': 'its records',
  'AWS::Logs::LogGroup': 'its logs',
  'AWS::Neptune::DBCluster': 'its databases',
  'AWS::OpenSearchService::Domain': 'its indexes',
  'AWS::RDS::DBCluster': 'its databases',
  'AWS::RDS::DBInstance': 'its databases',
  'AWS::Redshift::Cluster': 'its databases',
  'AWS::SecretsManager::Secret': 'the secret',
  'AWS::SQS::Queue': 'its messages',
};

/**
 * The types of which CloudFormation can take a snapshot, which keeps the data:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
const WITH_SNAPSHOTS = [
  'AWS::DocDB::DBCluster',
  'AWS::EC2::Volume',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Redshift::Cluster',
];

export const data: Marker = (change) => {
  const { action, before } = change;
  const stored = before && STORED[before.type];
  if (!before || stored === undefined || (action !== 'removed' && !isReplaced(change))) return [];
  if (isRetained(change) || isPartOfCluster(before) || isSaved(change)) return [];
  const policy = action === 'removed' ? 'DeletionPolicy' : 'UpdateReplacePolicy';
  return [
    { kind: 'data', message: `${onlyIf(change)}deletes ${stored}; ${policy}: Retain in both templates keeps it` },
  ];
};

/** The data of an Aurora instance is in its cluster. */
const isPartOfCluster = ({ type, properties }: Settled) =>
  type === 'AWS::RDS::DBInstance' && properties['DBClusterIdentifier'] !== undefined;

/** Whether CloudFormation takes a snapshot first. It is what happens to databases of Amazon RDS without a DeletionPolicy. */
function isSaved({ action, before, after }: Change): boolean {
  const isRemoved = action === 'removed';
  return [before, after].every((one) => {
    if (!one) return true;
    if (!WITH_SNAPSHOTS.includes(one.type)) return false;
    const { DeletionPolicy = one.type.startsWith('AWS::RDS::') ? 'Snapshot' : 'Delete', UpdateReplacePolicy } =
      one.attributes;
    return (isRemoved ? DeletionPolicy : UpdateReplacePolicy) === 'Snapshot';
  });
}
