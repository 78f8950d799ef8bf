/** Resources whose deletion deletes what users stored in them. */

import { isReplaced, isRetained, type Marker, onlyIf } from './mark.js';

/** What is lost with each type. Types that CloudFormation cannot delete while they have content are not listed. */
const STORED: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'its items',
  'AWS::DynamoDB::Table': 'its items',
  'AWS::EFS::FileSystem': 'its files',
  'AWS::FSx::FileSystem': 'its files',
  'AWS::KMS::Key': 'the key, after its waiting period, and with it all that is encrypted with it',
  'AWS::Logs::LogGroup': 'its logs',
  'AWS::SecretsManager::Secret': 'the secret',
  'AWS::SQS::Queue': 'its messages',
};

export const data: Marker = (change) => {
  const { action, before } = change;
  const stored = before && STORED[before.type];
  if (stored === undefined || (action !== 'removed' && !isReplaced(change)) || isRetained(change)) return [];
  const policy = action === 'removed' ? 'DeletionPolicy' : 'UpdateReplacePolicy';
  return [
    { kind: 'data', message: `${onlyIf(change)}deletes ${stored}; ${policy}: Retain in both templates keeps it` },
  ];
};
