/** Shows a deployed module in the form of Provose's Terraform outputs: every whole entry of the export maps. */

import { exportEntry } from '../../handlers/custom-resource/export/entry.js';
import type { Clients } from './cloud.js';

/** Physical ids by logical id. */
export type Ids = Readonly<Record<string, string>>;

/** The module from the example in Provose's documentation: one environment, one queue, one definition. */
export async function terraformView(clients: Clients, ids: Ids) {
  const entry = async (ResourceType: string, start: string): Promise<unknown> => {
    const Id = Object.entries(ids).find(([logical]) => logical.startsWith(`Provose${start}`))?.[1] ?? '';
    const { json } = await exportEntry({ ResourceType, Id, Attributes: ['json'] }, clients);
    return JSON.parse(json ?? '');
  };
  const ofEnvironment = async (type: string, start: string) => ({ 'compute-environment-1': await entry(type, start) });
  return {
    batch: {
      aws_security_group: { batch: await ofEnvironment('aws_security_group', 'SecurityGroup') },
      aws_batch_compute_environment: {
        batch: await ofEnvironment('aws_batch_compute_environment', 'ComputeEnvironment'),
      },
      aws_batch_job_queue: { batch: { mainqueue: await entry('aws_batch_job_queue', 'JobQueue') } },
      aws_batch_job_definition: { batch: { 'job-1': await entry('aws_batch_job_definition', 'JobDefinition') } },
      aws_iam_role: { batch__execution_role: await ofEnvironment('aws_iam_role', 'InstanceRole') },
      aws_iam_instance_profile: {
        batch__execution_role: await ofEnvironment('aws_iam_instance_profile', 'InstanceProfile'),
      },
    },
    vpc: {
      aws_vpc: { vpc: await entry('aws_vpc', 'Vpc') },
      aws_internet_gateway: { vpc: await entry('aws_internet_gateway', 'InternetGateway') },
      aws_route: { vpc__to_internet: await entry('aws_route', 'RouteTable') },
      aws_subnet: { vpc: await Promise.all(['0', '1', '2'].map((index) => entry('aws_subnet', `Subnet${index}`))) },
    },
  };
}
