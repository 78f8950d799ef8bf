/**
 * Entries of Provose's export maps, as AWS reports them: the result of `Custom::ProvoseExport`. Attributes and value
 * types are those of the Terraform resource of that name, because users of Provose expect them.
 *
 * Each service's client is loaded only when it is needed: loading all of them would take most of a cold start.
 */

import type { BatchClient } from '@aws-sdk/client-batch';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { ExportData, ExportProperties } from '../../../macro/contract.js';
import { didYouMean } from '../../../macro/diagnostics/diagnostics.js';
import type { TerraformType } from '../../../macro/link/export-maps.js';
import { type TimeLeft, waitFor } from '../clients.js';
import { UserFault } from '../service-errors.js';
import type { Reading } from './reader.js';

/** Clients to use instead of the ones that are created where they are needed. */
export interface ExportClients {
  readonly batch?: BatchClient;
  readonly ec2?: EC2Client;
  readonly iam?: IAMClient;
}

/** What each service's module has. */
interface Service<Client> {
  /** Used unless another is given. */
  readonly client: Client;
  readonly readers: Readonly<Record<string, (client: Client, id: string) => Promise<Reading | undefined>>>;
  /** The service in words, with the Region if it has one. */
  readonly placeIn: (region: string) => string;
}

interface Kind {
  /** What is looked for, in words before its id. */
  readonly what: string;
  /** The CloudFormation type whose physical id is the id of the entry. */
  readonly type: string;
  readonly read: (clients: ExportClients, type: string, id: string) => Promise<Found>;
}

interface Found {
  readonly reading: Reading | undefined;
  readonly place: string;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const inBatch = (type: string, what: string): Kind => ({
  what,
  type: `AWS::Batch::${type}`,
  read: async ({ batch }, ...of) => look(await import('./batch.js'), batch, ...of),
});
const inEc2 = (type: string, what: string): Kind => ({
  what,
  type: `AWS::EC2::${type}`,
  read: async ({ ec2 }, ...of) => look(await import('./ec2.js'), ec2, ...of),
});
const inIam = (type: string, what: string): Kind => ({
  what,
  type: `AWS::IAM::${type}`,
  read: async ({ iam }, ...of) => look(await import('./iam.js'), iam, ...of),
});

const kinds: Readonly<Record<TerraformType, Kind>> = {
  aws_batch_compute_environment: inBatch('ComputeEnvironment', 'compute environment'),
  aws_batch_job_definition: inBatch('JobDefinition', 'job definition'),
  aws_batch_job_queue: inBatch('JobQueue', 'job queue'),
  aws_iam_instance_profile: inIam('InstanceProfile', 'instance profile'),
  aws_iam_role: inIam('Role', 'role'),
  aws_internet_gateway: inEc2('InternetGateway', 'internet gateway'),
  // A route has no id in EC2. It is known by its table, and belongs to the stack that owns the table.
  aws_route: inEc2('RouteTable', 'route to 0.0.0.0/0 through an internet gateway in the route table'),
  aws_security_group: inEc2('SecurityGroup', 'security group'),
  aws_subnet: inEc2('Subnet', 'subnet'),
  aws_vpc: inEc2('VPC', 'VPC'),
};

/** Attributes that are JSON text. */
const JSON_TEXTS = ['assume_role_policy', 'container_properties', 'ecs_properties', 'node_properties'];

/**
 * Reads one entry of an export map from AWS, whoever it belongs to.
 *
 * @param timeLeft - the time to wait for something that AWS does not report yet
 * @returns each attribute asked for: text as it is, anything else as JSON text, nothing as an empty text
 * @throws UserFault if it does not exist, or has no such attribute
 */
export async function exportEntry(
  { ResourceType, Id, Attributes }: ExportProperties,
  clients: ExportClients = {},
  timeLeft: TimeLeft = () => 0,
): Promise<ExportData> {
  const kind = kindOf(ResourceType);
  let place = '';
  const reading = await waitFor(async () => {
    const found = await kind.read(clients, ResourceType, Id);
    place = found.place;
    return found.reading;
  }, timeLeft);
  if (!reading) throw new UserFault(`There is no ${kind.what} ${Id} in this account’s ${place}.`);
  const entry = settle(asTerraform(reading));
  const at = (path: string) => (path === 'json' ? entry : inside(entry, path, `${ResourceType} ${Id}`));
  return Object.fromEntries(Attributes.map((path) => [path, asText(at(path))]));
}

/**
 * The CloudFormation type of a Terraform type.
 *
 * @throws UserFault if there are no exports of the type
 */
export const cloudFormationTypeOf = (type: string): string => kindOf(type).type;

function kindOf(type: string): Kind {
  const kind = Object.hasOwn(kinds, type) ? kinds[type as TerraformType] : undefined;
  if (kind) return kind;
  throw new UserFault(`Unknown resource type ${type} of an export. ${didYouMean(type, Object.keys(kinds))}`);
}

async function look<Client extends { config: { region: () => Promise<string> } }>(
  { client, readers, placeIn }: Service<Client>,
  given: Client | undefined,
  type: string,
  id: string,
): Promise<Found> {
  const chosen = given ?? client;
  const place = placeIn(await chosen.config.region());
  const reading = await readers[type]?.(chosen, id).catch((error: Error) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  return { reading, place };
}

/** EC2 has errors such as `InvalidVpcID.NotFound`, IAM has `NoSuchEntity`. AWS Batch returns an empty list instead. */
const isNotFound = ({ name }: Error) => /\.NotFound$|^NoSuchEntity/.test(name);

/** What is the same for all types: which tags count, and how JSON is written. */
function asTerraform(reading: Reading): Reading {
  const texts = JSON_TEXTS.filter((name) => reading[name] !== undefined).map((name) => [
    name,
    JSON.stringify(settle(JSON.parse(String(reading[name])))),
  ]);
  const tags = tagsOf(reading['tags'] as Tags | undefined);
  const tagging = { tags: Object.keys(tags).length > 0 ? tags : null, tags_all: tags };
  return { ...reading, ...Object.fromEntries(texts), ...('tags' in reading ? tagging : {}) };
}

type Tags = Readonly<Record<string, string>> | readonly { readonly Key?: string; readonly Value?: string }[];

/** The tags that users set. The names of AWS's own begin with `aws:`, and Terraform leaves those out. */
function tagsOf(tags: Tags = {}): Reading {
  const pairs = Array.isArray(tags) ? tags.map(({ Key, Value }) => [Key, Value]) : Object.entries(tags);
  return Object.fromEntries(pairs.filter(([name]) => !name.startsWith('aws:')));
}

/** The value as Terraform stores it: keys in alphabetical order, and an empty text for what AWS leaves out. */
function settle(value: unknown): Json {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(settle);
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, settle(item)]));
}

/** The value at a path such as `compute_resources.0.max_vcpus`. A name in the path, such as a tag's, may contain dots. */
function inside(value: Json, path: string, owner: string): Json {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const [name] = names.filter((each) => `${path}.`.startsWith(`${each}.`)).sort((a, b) => b.length - a.length);
  if (name === undefined)
    throw new UserFault(`${owner} has no attribute ${path}. ${didYouMean(path, names, 'Remove the reference to it.')}`);
  const found = (value as Readonly<Record<string, Json>>)[name] as Json;
  return name === path ? found : inside(found, path.slice(name.length + 1), `${name} of ${owner}`);
}

function asText(value: Json): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}
