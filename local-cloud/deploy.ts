/**
 * Deploys templates as `sam deploy` and `aws cloudformation deploy` do: uploads code to S3, creates a change set, and
 * executes it, reporting every event as it happens. Nothing here knows that the cloud is local.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  type Change,
  CloudFormationClient,
  type CloudFormationClientConfig,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Stack,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { readSource } from '../cli/source.js';
import { isMapping, type Mapping, section } from '../macro/template/template.js';

const BUCKET = 'packages';

/** The result of a deployment. */
export interface Deployment {
  readonly status: 'created' | 'updated' | 'unchanged';
  /** The changes that the change set listed. */
  readonly changes: readonly Change[];
  readonly stack: Stack;
}

/** A failed deployment. The message is the reason that CloudFormation gave. */
export class DeploymentFailed extends Error {
  constructor(
    reason: string,
    readonly events: readonly StackEvent[] = [],
  ) {
    super(reason);
  }
}

/**
 * The text of a template whose functions' code is in S3, where this uploads it, as `aws cloudformation package` does.
 *
 * @param file - the template's path; `CodeUri` is relative to it
 */
export async function packageTemplate(config: CloudFormationClientConfig, file: string): Promise<string> {
  const text = readFileSync(file, 'utf8');
  const { data } = readSource(file, text);
  if (!isMapping(data)) return text;
  const uploads = new Map<string, Promise<string>>();
  const resources = await Promise.all(
    Object.entries(section(data, 'Resources')).map(async ([id, resource]): Promise<[string, unknown]> => {
      const properties = section(resource as Mapping, 'Properties');
      const code = properties['CodeUri'];
      if (typeof code !== 'string' || code.startsWith('s3://')) return [id, resource];
      // Functions can share their code.
      const uploaded = uploads.get(code) ?? upload(config, join(dirname(file), code));
      uploads.set(code, uploaded);
      const Key = await uploaded;
      const packaged = { ...properties, CodeUri: { Bucket: BUCKET, Key } };
      return [id, { ...(resource as Mapping), Properties: packaged }];
    }),
  );
  // A template without code keeps its text, byte for byte.
  const isSame = resources.every(([id, resource]) => section(data, 'Resources')[id] === resource);
  return isSame ? text : JSON.stringify({ ...data, Resources: Object.fromEntries(resources) });
}

/** The key is a hash of the content, so that changed code is a changed property of its function. */
async function upload(config: CloudFormationClientConfig, folder: string): Promise<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [relative(folder, path), new Uint8Array(readFileSync(path))] as const);
  const Body = zipSync(Object.fromEntries(files), { mtime: '1980-01-01' });
  const Key = `${createHash('sha256').update(Body).digest('hex')}.zip`;
  const s3 = new S3Client(config as object);
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  return Key;
}

/** Deploys, deletes and finds the stacks of one account and Region. */
export class Deployer {
  readonly #client: CloudFormationClient;

  constructor(config: CloudFormationClientConfig) {
    this.#client = new CloudFormationClient(config);
  }

  /**
   * Creates or updates a stack through a change set.
   *
   * @param onEvent - receives each event of the stack as it happens
   * @throws DeploymentFailed if the change set is refused, or the stack rolls back
   */
  async deploy(
    StackName: string,
    TemplateBody: string,
    parameters: Readonly<Record<string, string>> = {},
    onEvent: (event: StackEvent) => void = () => {},
  ): Promise<Deployment> {
    const existing = await this.find(StackName);
    const isNew = existing === undefined || existing.StackStatus === 'REVIEW_IN_PROGRESS';
    const { Id } = await this.#client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: `deploy-${Date.now()}`,
        ChangeSetType: isNew ? 'CREATE' : 'UPDATE',
        TemplateBody,
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
      }),
    );
    const changeSet = await until(
      () => this.#client.send(new DescribeChangeSetCommand({ ChangeSetName: Id, StackName })),
      ({ Status }) => !Status?.endsWith('_IN_PROGRESS') && Status !== 'CREATE_PENDING',
    );
    const { Status, StatusReason = '', Changes: changes = [] } = changeSet;
    if (Status === 'FAILED' && existing && /didn't contain changes|No updates/.test(StatusReason)) {
      return { status: 'unchanged', changes: [], stack: existing };
    }
    if (Status === 'FAILED') throw new DeploymentFailed(StatusReason);
    const seen = new Set(existing && !isNew ? (await this.#events(StackName)).map(({ EventId }) => EventId) : []);
    await this.#client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id, StackName }));
    const { stack, events } = await this.#follow(StackName, seen, onEvent);
    if (!/^(CREATE|UPDATE)_COMPLETE$/.test(stack.StackStatus ?? '')) {
      throw new DeploymentFailed(reasonOf(events), events);
    }
    return { status: isNew ? 'created' : 'updated', changes, stack };
  }

  /** Deletes a stack and its resources. */
  async remove(StackName: string, onEvent: (event: StackEvent) => void = () => {}): Promise<void> {
    const stack = await this.find(StackName);
    if (!stack?.StackId) return;
    const seen = new Set((await this.#events(stack.StackId)).map(({ EventId }) => EventId));
    await this.#client.send(new DeleteStackCommand({ StackName }));
    const { stack: last, events } = await this.#follow(stack.StackId, seen, onEvent);
    if (last.StackStatus !== 'DELETE_COMPLETE') throw new DeploymentFailed(String(last.StackStatusReason), events);
  }

  /** The stack with this name, if it exists. */
  async find(StackName: string): Promise<Stack | undefined> {
    try {
      return (await this.#client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
    } catch (error) {
      if ((error as Error).name === 'ValidationError') return undefined;
      throw error;
    }
  }

  async #follow(StackName: string, seen: Set<string | undefined>, onEvent: (event: StackEvent) => void) {
    const events: StackEvent[] = [];
    const stack = await until(
      async () => {
        const found = await this.find(StackName);
        for (const event of (await this.#events(StackName)).reverse()) {
          if (seen.has(event.EventId)) continue;
          seen.add(event.EventId);
          events.push(event);
          onEvent(event);
        }
        return found ?? ({ StackStatus: 'DELETE_COMPLETE' } as Stack);
      },
      ({ StackStatus }) => !StackStatus?.endsWith('_IN_PROGRESS'),
    );
    return { stack, events };
  }

  async #events(StackName: string): Promise<StackEvent[]> {
    return (await this.#client.send(new DescribeStackEventsCommand({ StackName }))).StackEvents ?? [];
  }
}

/** Why a deployment failed: the resource that failed first, or the fault of the stack itself, such as an export's. */
function reasonOf(events: readonly StackEvent[]): string {
  const first = (suffix: string) => events.find(({ ResourceStatus }) => ResourceStatus?.endsWith(suffix));
  const failed = first('_FAILED');
  if (failed?.ResourceType === 'AWS::CloudFormation::Stack' || !failed) {
    return first('ROLLBACK_IN_PROGRESS')?.ResourceStatusReason ?? 'CloudFormation gave no reason';
  }
  return `${failed.LogicalResourceId}: ${failed.ResourceStatusReason}`;
}

/** Milliseconds to wait for a deployment. */
const DEPLOYMENT_TIMEOUT = 15 * 60_000;

/** Repeats a request five times a second until its response passes the test. */
async function until<Answer>(ask: () => Promise<Answer>, isDone: (answer: Answer) => boolean): Promise<Answer> {
  for (const start = Date.now(); Date.now() - start < DEPLOYMENT_TIMEOUT; ) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new DeploymentFailed('CloudFormation did not finish within 15 minutes');
}
