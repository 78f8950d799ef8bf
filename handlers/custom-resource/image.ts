/**
 * What Amazon ECR knows about an image: whether it exists, its digest and its platforms. It only reads. A message about
 * something missing names the account, the Region and the commands to run, because the person who deploys is often not
 * the one who pushes.
 */

import { BatchGetImageCommand, ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { type ImageData, type ImageProperties, REGION } from '../../macro/contract.js';
import { CLIENT_CONFIG, DOWNLOAD } from './clients.js';
import { isLocal } from './response-url.js';
import { UserFault } from './service-errors.js';

/** With the types of lists, so that ECR returns the list if the tag names one. */
const MEDIA_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** The configurations that name a platform. Those of other artifacts, such as Helm charts, do not. */
const CONFIG_TYPES = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];

interface Platform {
  readonly os?: string;
  readonly architecture?: string;
  readonly variant?: string;
}

/** The parts of a manifest, or of a list of manifests, that are read: https://github.com/opencontainers/image-spec */
interface Manifest {
  readonly manifests?: readonly ({ readonly platform?: Platform; readonly artifactType?: string } | null)[];
  readonly config?: { readonly digest?: string; readonly mediaType?: string };
}

/** Where an image is looked for, and the commands that put it there. */
class Place {
  readonly registry: string;

  constructor(
    readonly account: string,
    readonly region: string,
    readonly repository: string,
    readonly tag: string,
    suffix: string,
  ) {
    this.registry = `${account}.dkr.ecr.${region}.${suffix}`;
  }

  get uri() {
    return `${this.registry}/${this.repository}:${this.tag}`;
  }

  toString() {
    return `repository ${this.repository} in account ${this.account}, Region ${this.region}`;
  }

  /** https://docs.aws.amazon.com/AmazonECR/latest/userguide/docker-push-ecr-image.html */
  get create() {
    return `aws ecr create-repository --region ${this.region} --repository-name ${this.repository}`;
  }

  get logIn() {
    const password = `aws ecr get-login-password --region ${this.region}`;
    return `${password} | docker login --username AWS --password-stdin ${this.registry}`;
  }

  get push() {
    return `docker tag ${this.repository}:${this.tag} ${this.uri} && docker push ${this.uri}`;
  }

  build(platforms: readonly string[]) {
    return `docker buildx build --platform ${platforms.join()} --tag ${this.uri} --push .`;
  }
}

/**
 * Looks an image up in Amazon ECR. Properties from an older version of the macro may lack any of the newer ones.
 *
 * @param stackId - the ARN of the stack, whose account and Region are the defaults for the registry's
 * @throws UserFault if the image does not exist, or not for every architecture asked for
 */
export async function resolveImage(
  properties: ImageProperties,
  stackId: string,
  client?: ECRClient,
): Promise<ImageData> {
  const place = placeOf(properties, stackId);
  const pinned = properties.Pin === 'digest';
  if (properties.Check === 'false') {
    if (!pinned) return { Uri: place.uri, Digest: '', Platforms: '' };
    throw new UserFault(
      `The digest of tag ${place.tag} of ${place} cannot be known without a check: ` +
        'remove either check: false or pin: digest.',
    );
  }
  const ecr = client ?? clientOf(place.region);
  const { digest, manifest } = await find(ecr, place);
  const platforms = await platformsOf(ecr, place, manifest);
  demand(place, platforms, [properties.Architectures ?? []].flat());
  const uri = pinned ? `${place.registry}/${place.repository}@${digest}` : place.uri;
  return { Uri: uri, Digest: digest, Platforms: platforms.join() };
}

function placeOf({ Repository, Tag, RegistryId, Region, UrlSuffix }: Partial<ImageProperties>, stackId: string): Place {
  if (!Repository) throw new UserFault('The image has no Repository: give it the name of one in Amazon ECR.');
  const [, , , stackRegion, stackAccount] = stackId.split(':');
  const region = Region || stackRegion || '';
  const account = RegistryId || stackAccount || '';
  if (!REGION.test(region)) throw new UserFault(`region must be a Region such as us-east-1; received ${region}.`);
  if (!/^\d{12}$/.test(account))
    throw new UserFault(`registry_id must be an account’s 12 digits; received ${account}.`);
  return new Place(account, region, Repository, Tag || 'latest', UrlSuffix || 'amazonaws.com');
}

/** One for each Region, reused by a warm function: its connections are kept, and it slows down when ECR throttles it. */
const clients = new Map<string, ECRClient>();

function clientOf(region: string): ECRClient {
  const client = clients.get(region) ?? new ECRClient({ ...CLIENT_CONFIG, region });
  clients.set(region, client);
  return client;
}

/**
 * ECR's own API for pulling, which the repository of a pull-through cache answers from its upstream registry. That also
 * stores the image, and needs permissions that this function does not have, because it changes nothing. So an image
 * that was never pulled counts as missing.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
async function find(ecr: ECRClient, place: Place) {
  const command = new BatchGetImageCommand({
    registryId: place.account,
    repositoryName: place.repository,
    imageIds: [{ imageTag: place.tag }],
    acceptedMediaTypes: MEDIA_TYPES,
  });
  const { images: [image] = [], failures: [failure] = [] } = await ecr.send(command).catch((error: Error) => {
    if (error.name !== 'RepositoryNotFoundException') throw error;
    throw new UserFault(
      `There is no ${place}, where tag ${place.tag} was looked for: ` +
        `create it and push the image with ${place.create} && ${place.logIn} && ${place.push} ${PULLED}`,
    );
  });
  const digest = image?.imageId?.imageDigest;
  if (digest) return { digest, manifest: (parse(image?.imageManifest) ?? {}) as Manifest };
  if (!failure || failure.failureCode === 'ImageNotFound') {
    throw new UserFault(
      `There is no tag ${place.tag} in ${place}: push the image with ${place.logIn} && ${place.push} ${PULLED}`,
    );
  }
  const { failureCode = '', failureReason = '' } = failure;
  const fix = failureCode.startsWith('Upstream') ? ` ${PULLED}` : '';
  throw new UserFault(
    `Amazon ECR does not return tag ${place.tag} of ${place}: ${failureCode}: ${failureReason}${fix}`,
  );
}

/** What to do about a repository that ECR fills from another registry when an image is pulled. */
const PULLED = '(if it comes from a pull-through cache, pull it once, or set check: false)';

/** Such as `linux/amd64`. An empty list means that they are unknown. */
async function platformsOf(ecr: ECRClient, place: Place, { manifests, config }: Manifest): Promise<string[]> {
  if (!Array.isArray(manifests)) return inWords([await platformOfConfig(ecr, place, config)]);
  // A list also holds descriptions of the images: attestations with the platform unknown/unknown, and SOCI indexes.
  const images = manifests.filter((each) => each?.platform?.os !== 'unknown' && each?.artifactType === undefined);
  return inWords(images.map((each) => each?.platform));
}

async function platformOfConfig(
  ecr: ECRClient,
  place: Place,
  config: Manifest['config'],
): Promise<Platform | undefined> {
  if (!config?.digest || !CONFIG_TYPES.includes(config.mediaType ?? '')) return undefined;
  try {
    const { downloadUrl = '' } = await ecr.send(
      new GetDownloadUrlForLayerCommand({
        registryId: place.account,
        repositoryName: place.repository,
        layerDigest: config.digest,
      }),
    );
    const url = new URL(downloadUrl);
    if (url.protocol !== 'https:' && !isLocal(url)) return undefined;
    const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD.timeout) });
    return response.ok ? (parse(await bodyOf(response)) as Platform | undefined) : undefined;
  } catch {
    // The image exists, which is what the deployment needs. An unreadable configuration must not fail it.
    return undefined;
  }
}

/** @throws Error if the body is larger than any configuration, before all of it is in memory */
async function bodyOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > DOWNLOAD.bytes) throw new Error('The configuration is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** If one platform is unknown, so are all of them: it may be the one that is asked for. */
function inWords(platforms: readonly (Platform | undefined)[]): string[] {
  const names = platforms.map((each) => {
    if (!each?.os || !each.architecture) return '';
    // Every arm64 is v8.
    const variant = each.variant && each.variant !== 'v8' ? `/${each.variant}` : '';
    return `${each.os}/${each.architecture}${variant}`;
  });
  return names.includes('') ? [] : [...new Set(names)];
}

function demand(place: Place, platforms: readonly string[], architectures: readonly string[]): void {
  const needed = architectures.map((architecture) => `linux/${architecture}`);
  const missing = needed.filter((one) => !platforms.some((each) => each === one || each.startsWith(`${one}/`)));
  if (platforms.length === 0 || missing.length === 0) return;
  throw new UserFault(
    `Tag ${place.tag} of ${place} is an image for ${platforms.join(', ')} and not for ${missing.join(', ')}, which the ` +
      `instances need: push one with ${place.logIn} && ${place.build(needed)}`,
  );
}

function parse(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
