/**
 * Entries of Provose's export maps, as AWS reports them: the answer to `Custom::ProvoseExport`. Attributes and value
 * types are those of the Terraform resource of that name, for whoever comes from Provose reads them so.
 *
 * Each service's client is loaded only where its resources are asked for: all at once they take most of a cold start.
 */

import type { BatchClient } from '@aws-sdk/client-batch';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { ExportData, ExportProperties } from '../../../macro/contract.js';
import { didYouMean } from '../../../macro/diagnostics/diagnostics.js';
import type { TerraformType } from '../../../macro/link/export-maps.js';
import { UserFault } from '../service-errors.js';
import type { Reading } from './reader.js';

/** Clients to use instead of those that are made where they are needed. */
export interface ExportClients {
  readonly batch?: BatchClient;
  readonly ec2?: EC2Client;
  readonly iam?: IAMClient;
}

/** What each of the services' modules has. */
interface Service<Client> {
  /** Used where no other is given. */
  readonly client: Client;
  readonly readers: Readonly<Record<string, (client: Client, id: string) => Promise<Reading | undefined>>>;
  /** The service in words, with the Region where it has any. */
  readonly placeIn: (region: string) => string;
}

interface Kind {
  /** What is looked for, in words before its id. */
  readonly what: string;
  readonly read: (clients: ExportClients, type: string, id: string) => Promise<Found>;
}

interface Found {
  readonly reading: Reading | undefined;
  readonly place: string;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const inBatch = (what: string): Kind => ({
  what,
  read: async ({ batch }, ...of) => look(await import('./batch.js'), batch, ...of),
});
const inEc2 = (what: string): Kind => ({
  what,
  read: async ({ ec2 }, ...of) => look(await import('./ec2.js'), ec2, ...of),
});
const inIam = (what: string): Kind => ({
  what,
  read: async ({ iam }, ...of) => look(await import('./iam.js'), iam, ...of),
});

const kinds: Readonly<Record<TerraformType, Kind>> = {
  aws_batch_compute_environment: inBatch('compute environment'),
  aws_batch_job_definition: inBatch('job definition'),
  aws_batch_job_queue: inBatch('job queue'),
  aws_iam_instance_profile: inIam('instance profile'),
  aws_iam_role: inIam('role'),
  aws_internet_gateway: inEc2('internet gateway'),
  aws_route: inEc2('route to 0.0.0.0/0 by an internet gateway in the route table'),
  aws_security_group: inEc2('security group'),
  aws_subnet: inEc2('subnet'),
  aws_vpc: inEc2('VPC'),
};

/** Attributes that are JSON text. */
const JSON_TEXTS = ['assume_role_policy', 'container_properties'];

/**
 * Reads one entry of an export map from AWS.
 *
 * @returns each attribute asked for: a text as it is, anything else as JSON text, nothing as an empty text
 * @throws UserFault where there is no such thing, or it has no such attribute
 */
export async function exportEntry(
  { ResourceType, Id, Attributes }: ExportProperties,
  clients: ExportClients = {},
): Promise<ExportData> {
  const entry = await readEntry(ResourceType, Id, clients);
  const at = (path: string) => (path === 'json' ? entry : inside(entry, path, `${ResourceType} ${Id}`));
  return Object.fromEntries(Attributes.map((path) => [path, asText(at(path))]));
}

async function readEntry(type: string, id: string, clients: ExportClients): Promise<Json> {
  const kind = Object.hasOwn(kinds, type) ? kinds[type as TerraformType] : undefined;
  if (!kind) throw new UserFault(`Unknown resource type ${type} of an export. ${didYouMean(type, Object.keys(kinds))}`);
  const { reading, place } = await kind.read(clients, type, id);
  if (!reading) throw new UserFault(`There is no ${kind.what} ${id} in this account’s ${place}.`);
  return settle(inTerraformsWay(reading));
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

/** AWS Batch lists nothing for what it does not have; `InvalidVpcID.NotFound` and the like are EC2's, the other IAM's. */
const isNotFound = ({ name }: Error) => /\.NotFound$|^NoSuchEntity/.test(name);

/** What is the same for all types: which tags there are, and how JSON is written. */
function inTerraformsWay(reading: Reading): Reading {
  const texts = JSON_TEXTS.filter((name) => name in reading).map((name) => [
    name,
    JSON.stringify(settle(JSON.parse(String(reading[name])))),
  ]);
  const tags = tagsOf(reading['tags'] as Tags | undefined);
  const tagging = { tags: Object.keys(tags).length > 0 ? tags : null, tags_all: tags };
  return { ...reading, ...Object.fromEntries(texts), ...('tags' in reading ? tagging : {}) };
}

type Tags = Readonly<Record<string, string>> | readonly { readonly Key?: string; readonly Value?: string }[];

/** The tags that someone gave; those of AWS itself begin with `aws:`, and Terraform leaves them out. */
function tagsOf(tags: Tags = {}): Reading {
  const pairs = Array.isArray(tags) ? tags.map(({ Key, Value }) => [Key, Value]) : Object.entries(tags);
  return Object.fromEntries(pairs.filter(([name]) => !name.startsWith('aws:')));
}

/** The value as Terraform keeps it: keys in the order of the alphabet, and an empty text for what AWS leaves out. */
function settle(value: unknown): Json {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(settle);
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, settle(item)]));
}

/** What a path such as `compute_resources.0.max_vcpus` leads to; a name on the way, as of a tag, may have dots itself. */
function inside(value: Json, path: string, owner: string): Json {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const [name] = names.filter((each) => `${path}.`.startsWith(`${each}.`)).sort((a, b) => b.length - a.length);
  if (name === undefined) throw new UserFault(`${owner} has no attribute ${path}. ${didYouMean(path, names)}`);
  const found = (value as Readonly<Record<string, Json>>)[name] as Json;
  return name === path ? found : inside(found, path.slice(name.length + 1), `${name} of ${owner}`);
}

function asText(value: Json): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}
