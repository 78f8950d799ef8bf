/** Jobs in the local cloud: a job succeeds at once if it fits an instance, and stays RUNNABLE if it fits none. */

import { DescribeJobsCommand, type ResourceRequirement, SubmitJobCommand } from '@aws-sdk/client-batch';
import { useCloud } from '../support/cloud.js';

const clients = useCloud();

const environment = (types: readonly string[], max_vcpus: number, queue: string) => ({
  instances: { instance_types: types, max_vcpus },
  job_queues: { [queue]: {} },
});
const requirements = (vcpus: number, memory: number, gpus = 0): ResourceRequirement[] => [
  { type: 'VCPU', value: String(vcpus) },
  { type: 'MEMORY', value: String(memory) },
  ...(gpus > 0 ? [{ type: 'GPU', value: String(gpus) } as const] : []),
];
/** Raw CloudFormation, because the macro can refuse a job that cannot run. */
const definition = (name: string, ...needs: Parameters<typeof requirements>) => ({
  Type: 'AWS::Batch::JobDefinition',
  Properties: {
    JobDefinitionName: name,
    Type: 'container',
    ContainerProperties: {
      Image: 'busybox',
      ResourceRequirements: requirements(...needs).map(({ type, value }) => ({ Type: type, Value: value })),
    },
  },
});

beforeAll(async () => {
  const template = {
    Transform: 'ProvoseBatch',
    'Provose::Batch': {
      large: environment(['m5.large'], 16, 'large'),
      family: environment(['m5'], 16, 'family'),
      optimal: environment(['optimal'], 256, 'optimal'),
      gpu: environment(['g4dn.xlarge'], 16, 'gpu'),
    },
    Resources: { Small: definition('small', 1, 512), Big: definition('big', 2, 8192) },
  };
  await clients().deployer.deploy('jobs', JSON.stringify(template));
});

async function run(jobQueue: string, jobDefinition: string, needs?: Parameters<typeof requirements>) {
  const { batch } = clients();
  const containerOverrides = needs && { resourceRequirements: requirements(...needs) };
  const submission = { jobName: 'job', jobQueue, jobDefinition, containerOverrides };
  const { jobId = '' } = await batch.send(new SubmitJobCommand(submission));
  const { jobs = [] } = await batch.send(new DescribeJobsCommand({ jobs: [jobId] }));
  return [jobs[0]?.status, jobs[0]?.statusReason?.replace(/ - .*/, '')];
}

const SUCCEEDED = ['SUCCEEDED', undefined];
const TOO_LARGE = ['RUNNABLE', 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT'];
const OVER_MAXIMUM = ['RUNNABLE', 'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE'];

it.each([
  ['that fits the type', 'large', 'small', undefined, SUCCEEDED],
  ['that needs the memory that the agent reserves', 'large', 'big', undefined, TOO_LARGE],
  ['that fits another type of the family', 'family', 'big', undefined, SUCCEEDED],
  ['with few vCPUs and much memory, on a large type of the family', 'family', 'small', [2, 262_144], SUCCEEDED],
  ['with more memory than the family has', 'family', 'small', [2, 786_432], TOO_LARGE],
  ['that fits optimal', 'optimal', 'small', [128, 500_000], SUCCEEDED],
  ['with more vCPUs than optimal has', 'optimal', 'small', [200, 1024], TOO_LARGE],
  ['with more vCPUs than the environment may have', 'large', 'small', [32, 1024], OVER_MAXIMUM],
  ['with a GPU on a type that has one', 'gpu', 'small', [4, 1024, 1], SUCCEEDED],
  ['with more GPUs than the type has', 'gpu', 'small', [4, 1024, 2], TOO_LARGE],
] as const)('a job %s', async (_, queue, job, needs, expected) => {
  expect(await run(queue, job, needs as Parameters<typeof requirements> | undefined)).toEqual(expected);
});
