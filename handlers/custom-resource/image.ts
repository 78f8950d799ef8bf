/**
 * What Amazon ECR says of an image: whether it is there, its digest and its platforms. It only reads. What is missing
 * is said with the account, the Region and the commands that mend it, for who deploys seldom is who pushes.
 */

import { BatchGetImageCommand, ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { type ImageData, type ImageProperties, REGION } from '../../macro/contract.js';
import { UserFault } from './service-errors.js';

/** Lists first, for ECR answers with the one that the tag names. */
const MEDIA_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** Of everything else that has a manifest, such as a Helm chart, the configuration names no platform. */
const CONFIG_TYPES = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];

/** Milliseconds for a configuration, of some kilobytes, from S3. */
const BLOB_TIMEOUT = 5000;

interface Platform {
  readonly os?: string;
  readonly architecture?: string;
  readonly variant?: string;
}

/** As much as is read of a manifest or a list of them, by https://github.com/opencontainers/image-spec */
interface Manifest {
  readonly manifests?: readonly { readonly platform?: Platform; readonly artifactType?: string }[];
  readonly config?: { readonly digest?: string; readonly mediaType?: string };
}

/** Where an image is looked for, and by what commands it would get there. */
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
 * Properties that a stack has kept since an older macro may lack any of the newer ones.
 *
 * @param stackId the ARN of the stack, whose account and Region are those of a registry that names none.
 * @throws {@link UserFault} where the image is not there, or not for every architecture asked for.
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
      `The digest of tag ${place.tag} of ${place} is not known without a look: ` +
        'leave out either check: false or pin: digest.',
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

const clientOf = (region: string) =>
  new ECRClient({
    region,
    retryMode: 'adaptive',
    maxAttempts: 6,
    requestHandler: { connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
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
        `make it and push the image by ${place.create} && ${place.logIn} && ${place.push}`,
    );
  });
  const digest = image?.imageId?.imageDigest;
  if (digest) return { digest, manifest: (parse(image?.imageManifest) ?? {}) as Manifest };
  if (!failure || failure.failureCode === 'ImageNotFound') {
    throw new UserFault(`There is no tag ${place.tag} in ${place}: push the image by ${place.logIn} && ${place.push}`);
  }
  throw new UserFault(
    `Amazon ECR does not return tag ${place.tag} of ${place}: ${failure.failureCode}: ${failure.failureReason ?? ''}`,
  );
}

/** Such as `linux/amd64`; none where they cannot be known. */
async function platformsOf(ecr: ECRClient, place: Place, { manifests, config }: Manifest): Promise<string[]> {
  if (!manifests) return inWords([await platformOfConfig(ecr, place, config)]);
  // Beside the images a list holds what describes them: attestations for unknown/unknown, indexes of SOCI.
  const images = manifests.filter((each) => each.platform?.os !== 'unknown' && each.artifactType === undefined);
  return inWords(images.map(({ platform }) => platform));
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
    if (!downloadUrl.startsWith('https://')) return undefined;
    const response = await fetch(downloadUrl, { signal: AbortSignal.timeout(BLOB_TIMEOUT) });
    return response.ok ? ((await response.json()) as Platform) : undefined;
  } catch {
    // The image is there, which is what the deployment needs; that its platform cannot be read is no fault of it.
    return undefined;
  }
}

/** One platform that is not known leaves open whether the image has what is asked for. */
function inWords(platforms: readonly (Platform | undefined)[]): string[] {
  const names = platforms.map((each) => {
    if (!each?.os || !each.architecture) return '';
    // v8 is what every arm64 is.
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
      `instances need: push one by ${place.logIn} && ${place.build(needed)}`,
  );
}

function parse(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
