/**
 * Provides the local cloud to a test file: starts it before the tests, with the macro deployed, and stops it after
 * them.
 */

import { BatchClient } from '@aws-sdk/client-batch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { type Cloud, startCloud } from '../../local-cloud/cloud.js';
import { Deployer, packageTemplate } from '../../local-cloud/deploy.js';
import { copyCloud } from './cloud-copy.js';
import { ROOT } from './golden.js';

jest.setTimeout(120_000);

export interface Clients {
  readonly cloud: Cloud;
  readonly deployer: Deployer;
  readonly batch: BatchClient;
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly ecr: ECRClient;
}

/** Registers hooks that start and stop the cloud. The returned function gives tests access to it. */
export function useCloud({ withMacro = true } = {}): () => Clients {
  let clients: Clients | undefined;
  let started: Promise<Cloud> | undefined;
  beforeAll(async () => {
    started = copyCloud() ?? startCloud(ROOT);
    const cloud = await started;
    const deployer = new Deployer(cloud.client);
    if (withMacro) {
      await deployer.deploy('provose-batch', await packageTemplate(cloud.client, `${ROOT}/template.yaml`));
    }
    clients = {
      cloud,
      deployer,
      batch: new BatchClient(cloud.client),
      ec2: new EC2Client(cloud.client),
      iam: new IAMClient(cloud.client),
      ecr: new ECRClient(cloud.client),
    };
  });
  // Also stops a cloud in which deploying the macro failed, or whose start timed out.
  afterAll(async () => (await started?.catch(() => undefined))?.stop());
  return () => {
    if (!clients) throw new Error('the local cloud has not been started');
    return clients;
  };
}
