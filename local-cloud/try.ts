/**
 * `npm run try`: a complete run without an AWS account. Deploys the macro and a template to the local cloud, submits a
 * job, and shows the result.
 */

import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  BatchClient,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  type JobDefinition,
  SubmitJobCommand,
} from '@aws-sdk/client-batch';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { ECRClient } from '@aws-sdk/client-ecr';
import { type Cloud, startCloud } from './cloud.js';
import { Deployer, DeploymentFailed, packageTemplate } from './deploy.js';
import { environmentOf } from './environment.js';
import { parseImage, putImage } from './image.js';

const HELP = `Usage: npm run try -- [TEMPLATE] [options]

Deploys the macro and TEMPLATE (default: examples/first.yaml) to the local cloud, submits a job, and shows the result.

Options:
  --parameter Key=Value   the value of a template parameter; can be repeated
  --image REPO:TAG        first put an image without content into the cloud's registry; can be repeated
  --keep                  leave the cloud running, for use with the AWS CLI, also after a failure
  --help, -h              print this text
`;

const NEXT = `
Next: npm run try -- YOUR-TEMPLATE (--keep leaves the cloud running), or npm ci && sam deploy to deploy to AWS.`;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Runs a step, and prints its name and how long it took. */
async function step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const start = Date.now();
  say(`${what} …`);
  const result = await work();
  say(`  done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

const tell = ({ ResourceStatus, ResourceType = '', LogicalResourceId = '', ResourceStatusReason }: StackEvent) => {
  if (!ResourceStatus || ResourceStatus.endsWith('_IN_PROGRESS')) return;
  say(
    `  ${ResourceStatus.padEnd(16)} ${ResourceType.padEnd(38)} ${LogicalResourceId}  ${ResourceStatusReason ?? ''}`.trimEnd(),
  );
};

async function tryTemplate(cloud: Cloud, file: string, parameters: Record<string, string>): Promise<void> {
  const deployer = new Deployer(cloud.client);
  await step('Deploying the macro, template.yaml', async () => {
    await deployer.deploy('provose-batch', await packageTemplate(cloud.client, 'template.yaml'), {}, tell);
  });
  const name =
    basename(file)
      .replace(/\.\w+$/, '')
      .replace(/[^A-Za-z0-9-]+/g, '-')
      .replace(/^[^A-Za-z]+/, '') || 'stack';
  await step(`Deploying ${file} as the stack ${name}`, async () => {
    await deployer.deploy(name, await packageTemplate(cloud.client, file), parameters, tell);
  });
  await showBatch(new BatchClient(cloud.client));
}

/** Prints the contents of AWS Batch, and submits a job with its first queue and definition. */
async function showBatch(batch: BatchClient): Promise<void> {
  const { computeEnvironments = [] } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
  const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({}));
  const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ status: 'ACTIVE' }));
  say('\nAWS Batch now has');
  for (const { computeEnvironmentName, computeResources: has, status } of computeEnvironments) {
    const vcpus = `${has?.minvCpus} to ${has?.maxvCpus} vCPUs`;
    say(
      `  compute environment  ${computeEnvironmentName}: ${has?.type}, ${has?.instanceTypes?.join(' ')}, ${vcpus}, ${status}`,
    );
  }
  for (const { jobQueueName, priority, state } of jobQueues) {
    say(`  job queue            ${jobQueueName}: ${state}, priority ${priority}`);
  }
  for (const definition of jobDefinitions) {
    say(`  job definition       ${definition.jobDefinitionName}:${definition.revision}: ${imagesOf(definition)}`);
  }
  const [queue] = jobQueues;
  const [definition] = jobDefinitions;
  if (queue?.jobQueueName === undefined || definition?.jobDefinitionName === undefined) return;
  const { jobQueueName: jobQueue } = queue;
  const { jobDefinitionName: jobDefinition } = definition;
  const { jobId = '' } = await batch.send(new SubmitJobCommand({ jobName: 'try', jobQueue, jobDefinition }));
  say(`\nSubmitted a job of ${jobDefinition} to ${jobQueue} (the local cloud runs no container)`);
  // A job that fits no instance stays RUNNABLE, with the reason.
  const { jobs: [job] = [] } = await batch.send(new DescribeJobsCommand({ jobs: [jobId] }));
  say(`  ${[job?.status, job?.statusReason].filter(Boolean).join(': ')}`);
}

/** The images of a job's containers, also of several nodes. */
function imagesOf({ containerProperties, ecsProperties, nodeProperties }: JobDefinition): string {
  const { numNodes, nodeRangeProperties = [] } = nodeProperties ?? {};
  const parts = [{ container: containerProperties, ecsProperties }, ...nodeRangeProperties];
  const images = parts.flatMap(({ container, ecsProperties }) => [
    container?.image,
    ...(ecsProperties?.taskProperties ?? []).flatMap(({ containers = [] }) => containers.map(({ image }) => image)),
  ]);
  const named = [...new Set(images.filter((image) => image !== undefined))].join(', ');
  return numNodes === undefined ? named : `${named} on ${numNodes} nodes`;
}

/** The options, or undefined if they are wrong, in which case it prints why. */
function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        parameter: { type: 'string', multiple: true, default: [] },
        image: { type: 'string', multiple: true, default: [] },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [template] = positionals;
    // npm runs in the project's folder, but the user's path is relative to the user's folder.
    const file = template === undefined ? 'examples/first.yaml' : resolve(process.env['INIT_CWD'] ?? '.', template);
    if (!existsSync(file)) throw new Error(`${file} cannot be read: the file does not exist`);
    const wrong = values.parameter.find((pair) => !/^[^=]+=/.test(pair));
    if (wrong !== undefined) throw new Error(`--parameter must be Key=Value; received ${wrong}`);
    const parameters = Object.fromEntries(values.parameter.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
    return { ...values, file, parameters, image: values.image.map(parseImage) };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return undefined;
  }
}

function report(error: Error): number {
  process.stderr.write(`\n${error instanceof DeploymentFailed ? 'CloudFormation refused: ' : ''}${error.message}\n`);
  return 1;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    say(HELP);
    return 0;
  }
  const cloud = await step('Starting the local cloud', () => startCloud('.', say));
  try {
    for (const image of options.image) await putImage(new ECRClient(cloud.client), image);
    const attempt = tryTemplate(cloud, options.file, options.parameters).then(() => 0);
    if (!options.keep) {
      const code = await attempt;
      say(NEXT);
      return code;
    }
    const code = await attempt.catch(report);
    say(`\nThe local cloud runs until Ctrl-C. For the AWS CLI, in another shell:\n\n${environmentOf(cloud)}\n`);
    await new Promise((done) => process.once('SIGINT', done));
    return code;
  } finally {
    await cloud.stop();
  }
}

main()
  .catch(report)
  .then((code) => {
    process.exitCode = code;
  });
