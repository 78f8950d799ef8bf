/**
 * What a check of an image returns, with a mocked client of Amazon ECR. The file is long because its cases share one
 * set-up.
 */

import { BatchGetImageCommand, ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { resolveImage } from '../../handlers/custom-resource/image.js';
import { UserFault } from '../../handlers/custom-resource/service-errors.js';
import type { ImageProperties } from '../../macro/contract.js';

const ecr = mockClient(ECRClient);
const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/jobs/0b1c2d3e';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const CONFIG = `sha256:${'c'.repeat(64)}`;
const REGISTRY = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const LOGIN = `aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin ${REGISTRY}`;
const PUSH = `docker tag team/app:1.10 ${REGISTRY}/team/app:1.10 && docker push ${REGISTRY}/team/app:1.10`;
const CACHED = '(if it comes from a pull-through cache, pull it once, or set check: false)';

const properties: ImageProperties = { Repository: 'team/app', Tag: '1.10', Pin: 'tag', Check: 'true' };
const resolve = (more: Partial<Record<keyof ImageProperties, unknown>> = {}, stack = STACK) =>
  resolveImage({ ...properties, ...more } as ImageProperties, stack);
const reasonOf = async (result: Promise<unknown>) => {
  const error = await result.catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(UserFault);
  return (error as UserFault).message;
};

/** Lets ECR return an image with this manifest. */
const has = (manifest: unknown) =>
  ecr.on(BatchGetImageCommand).resolves({
    images: [{ imageId: { imageDigest: DIGEST, imageTag: '1.10' }, imageManifest: JSON.stringify(manifest) }],
  });
const list = (...platforms: unknown[]) => ({
  schemaVersion: 2,
  manifests: platforms.map((platform) => ({ digest: DIGEST, platform })),
});
const single = (mediaType: string) => ({ schemaVersion: 2, config: { mediaType, digest: CONFIG }, layers: [] });
const DOCKER = 'application/vnd.docker.container.image.v1+json';
const OCI = 'application/vnd.oci.image.config.v1+json';
const amd64 = { os: 'linux', architecture: 'amd64' };
const arm64 = { os: 'linux', architecture: 'arm64', variant: 'v8' };

/** Lets S3 return the blob of a configuration. */
const blob = (answer: () => Promise<Response>) => {
  ecr.on(GetDownloadUrlForLayerCommand).resolves({ downloadUrl: 'https://bucket.example/blob?signature' });
  return jest.spyOn(globalThis, 'fetch').mockImplementation(answer);
};

beforeEach(() => {
  ecr.reset();
  has(list(amd64, arm64));
});
afterEach(() => jest.restoreAllMocks());

describe('for an image that exists', () => {
  it.each([{ manifests: {} }, { manifests: [null] }, { manifests: 'all' }, { config: null }, [], null, 'text'])(
    'returns no platforms if the manifest is %j',
    async (manifest) => {
      has(manifest);
      expect(await resolve()).toMatchObject({ Digest: DIGEST, Platforms: '' });
    },
  );

  it('returns the URI, the digest and the platforms', async () => {
    expect(await resolve()).toEqual({
      Uri: `${REGISTRY}/team/app:1.10`,
      Digest: DIGEST,
      Platforms: 'linux/amd64,linux/arm64',
    });
    expect(ecr.commandCalls(BatchGetImageCommand).map(({ args }) => args[0].input)).toEqual([
      {
        registryId: '123456789012',
        repositoryName: 'team/app',
        imageIds: [{ imageTag: '1.10' }],
        acceptedMediaTypes: [
          'application/vnd.oci.image.index.v1+json',
          'application/vnd.docker.distribution.manifest.list.v2+json',
          'application/vnd.oci.image.manifest.v1+json',
          'application/vnd.docker.distribution.manifest.v2+json',
        ],
      },
    ]);
    expect(ecr.commandCalls(GetDownloadUrlForLayerCommand)).toEqual([]);
  });

  it('names it by its digest if it is pinned', async () => {
    expect(await resolve({ Pin: 'digest' })).toMatchObject({ Uri: `${REGISTRY}/team/app@${DIGEST}` });
  });

  it.each([
    ['another account', { RegistryId: '210987654321' }, STACK, '210987654321.dkr.ecr.us-east-1.amazonaws.com'],
    ['another Region', { Region: 'eu-central-1' }, STACK, '123456789012.dkr.ecr.eu-central-1.amazonaws.com'],
  ])('finds it in %s', async (_, more, stack, registry) => {
    expect(await resolve(more, stack)).toMatchObject({ Uri: `${registry}/team/app:1.10` });
    const [call] = ecr.commandCalls(BatchGetImageCommand);
    expect(call?.args[0].input.registryId).toBe(registry.split('.')[0]);
    expect(await (call?.thisValue as ECRClient | undefined)?.config.region()).toBe(registry.split('.')[3]);
  });

  it.each([
    ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
    ['aws-eusc', 'eusc-de-east-1', 'amazonaws.eu'],
    ['aws-iso-b', 'us-isob-east-1', 'sc2s.sgov.gov'],
  ])('finds it in the partition %s, Region %s', async (partition, region, UrlSuffix) => {
    const stack = `arn:${partition}:cloudformation:${region}:123456789012:stack/a/b`;
    const Uri = `123456789012.dkr.ecr.${region}.${UrlSuffix}/team/app:1.10`;
    expect(await resolve({ UrlSuffix }, stack)).toMatchObject({ Uri });
    const [call] = ecr.commandCalls(BatchGetImageCommand);
    expect(await (call?.thisValue as ECRClient | undefined)?.config.region()).toBe(region);
  });

  it('retries adaptively', async () => {
    await resolve();
    const client = ecr.commandCalls(BatchGetImageCommand)[0]?.thisValue as ECRClient | undefined;
    expect(await client?.config.maxAttempts()).toBe(8);
    expect(await client?.config.retryStrategy()).toMatchObject({ mode: 'adaptive' });
  });

  it('accepts properties of an older macro, some of which are missing', async () => {
    expect(
      await resolve({ Pin: undefined, Check: undefined, Tag: undefined, RegistryId: '', Region: '' }),
    ).toMatchObject({
      Uri: `${REGISTRY}/team/app:latest`,
      Digest: DIGEST,
    });
  });

  it('uses the client that is given', async () => {
    const client = new ECRClient({ region: 'us-west-1' });
    await resolveImage(properties, STACK, client);
    expect(ecr.commandCalls(BatchGetImageCommand)[0]?.thisValue).toBe(client);
  });
});

it('calls nothing if nothing is to be checked', async () => {
  expect(await resolve({ Check: 'false' })).toEqual({ Uri: `${REGISTRY}/team/app:1.10`, Digest: '', Platforms: '' });
  expect(ecr.calls()).toEqual([]);
});

describe('platforms', () => {
  it.each([
    ['a variant', [amd64, { os: 'linux', architecture: 'arm', variant: 'v7' }], 'linux/amd64,linux/arm/v7'],
    ['attestations', [amd64, { os: 'unknown', architecture: 'unknown' }], 'linux/amd64'],
    ['the same twice', [amd64, amd64], 'linux/amd64'],
    ['Windows', [{ os: 'windows', architecture: 'amd64', 'os.version': '10' }], 'windows/amd64'],
    ['an entry that names none', [amd64, undefined], ''],
    ['no entry', [], ''],
  ])('of a list with %s', async (_, platforms, expected) => {
    has(list(...platforms));
    expect((await resolve()).Platforms).toBe(expected);
  });

  it('of a list with an index of SOCI', async () => {
    const soci = { digest: DIGEST, artifactType: 'application/vnd.amazon.soci.index.v2+json' };
    has({ manifests: [{ digest: DIGEST, platform: amd64 }, soci] });
    expect((await resolve()).Platforms).toBe('linux/amd64');
  });

  it.each([DOCKER, OCI])('of a single image by its configuration, %s', async (mediaType) => {
    has(single(mediaType));
    const fetched = blob(async () => new Response(JSON.stringify({ ...arm64, history: [] })));
    expect((await resolve({ Architectures: ['arm64'] })).Platforms).toBe('linux/arm64');
    expect(ecr.commandCalls(GetDownloadUrlForLayerCommand)[0]?.args[0].input).toEqual({
      registryId: '123456789012',
      repositoryName: 'team/app',
      layerDigest: CONFIG,
    });
    expect(fetched).toHaveBeenCalledWith(new URL('https://bucket.example/blob?signature'), {
      signal: expect.any(AbortSignal),
    });
  });

  it.each([
    ['is refused', async () => new Response('', { status: 403 })],
    ['breaks off', async () => Promise.reject(new TypeError('fetch failed'))],
    ['is not JSON', async () => new Response('{')],
    ['names none', async () => new Response('{}')],
  ])('are unknown, and accepted, if the configuration %s', async (_, answer) => {
    has(single(OCI));
    blob(answer);
    expect(await resolve({ Architectures: ['arm64'] })).toMatchObject({ Digest: DIGEST, Platforms: '' });
  });

  it('are unknown, and accepted, if ECR returns no URL of the configuration, or none with https', async () => {
    has(single(OCI));
    const fetched = blob(async () => new Response('{}'));
    ecr.on(GetDownloadUrlForLayerCommand).resolves({ downloadUrl: 'http://169.254.169.254/' });
    expect((await resolve({ Architectures: ['arm64'] })).Platforms).toBe('');
    ecr.on(GetDownloadUrlForLayerCommand).rejects(Object.assign(new Error('no'), { name: 'LayersNotFoundException' }));
    expect((await resolve({ Architectures: ['arm64'] })).Platforms).toBe('');
    expect(fetched).not.toHaveBeenCalled();
  });

  it.each([
    ['a chart', single('application/vnd.cncf.helm.config.v1+json')],
    ['no configuration', {}],
    ['no manifest', undefined],
    ['null', null],
  ])('are unknown for %s', async (_, manifest) => {
    has(manifest);
    expect((await resolve()).Platforms).toBe('');
    expect(ecr.commandCalls(GetDownloadUrlForLayerCommand)).toEqual([]);
  });
});

describe('architectures', () => {
  it.each([[['amd64']], [['arm64']], [['amd64', 'arm64']], [[]], [undefined], ['arm64']])(
    'that the image has: %p',
    async (Architectures) => expect(await resolve({ Architectures })).toMatchObject({ Digest: DIGEST }),
  );

  it('that a variant has', async () => {
    has(list({ ...amd64, variant: 'v3' }));
    expect((await resolve({ Architectures: ['amd64'] })).Platforms).toBe('linux/amd64/v3');
  });

  it('that the image lacks, and how to push one for them', async () => {
    has(list(amd64));
    expect(await reasonOf(resolve({ Architectures: ['amd64', 'arm64'], Pin: 'digest' }))).toBe(
      'Tag 1.10 of repository team/app in account 123456789012, Region us-east-1 is an image for linux/amd64 and not ' +
        `for linux/arm64, which the instances need: push one with ${LOGIN} && ` +
        `docker buildx build --platform linux/amd64,linux/arm64 --tag ${REGISTRY}/team/app:1.10 --push .`,
    );
  });

  it('that only Windows has', async () => {
    has(list({ os: 'windows', architecture: 'amd64' }));
    expect(await reasonOf(resolve({ Architectures: ['amd64'] }))).toContain('windows/amd64 and not for linux/amd64');
  });
});

describe('explains', () => {
  it('that a repository does not exist', async () => {
    const error = Object.assign(new Error('no'), { name: 'RepositoryNotFoundException' });
    ecr.on(BatchGetImageCommand).rejects(error);
    expect(await reasonOf(resolve())).toBe(
      'There is no repository team/app in account 123456789012, Region us-east-1, where tag 1.10 was looked for: ' +
        'create it and push the image with ' +
        `aws ecr create-repository --region us-east-1 --repository-name team/app && ${LOGIN} && ${PUSH} ${CACHED}`,
    );
  });

  it.each([{ failures: [{ failureCode: 'ImageNotFound' as const, failureReason: 'Requested image not found' }] }, {}])(
    'that a tag does not exist: %j',
    async (answer) => {
      ecr.on(BatchGetImageCommand).resolves(answer);
      expect(await reasonOf(resolve({ Pin: 'digest' }))).toBe(
        'There is no tag 1.10 in repository team/app in account 123456789012, Region us-east-1: ' +
          `push the image with ${LOGIN} && ${PUSH} ${CACHED}`,
      );
    },
  );

  it('that ECR does not return an image', async () => {
    const failure = { failureCode: 'KmsError' as const, failureReason: 'The key is disabled' };
    ecr.on(BatchGetImageCommand).resolves({ failures: [failure] });
    expect(await reasonOf(resolve())).toMatch(/does not return tag 1\.10 .*: KmsError: The key is disabled/);
  });

  it('no other error, and passes it on', async () => {
    const error = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    ecr.on(BatchGetImageCommand).rejects(error);
    await expect(resolve()).rejects.toBe(error);
  });
});

it.each([
  ['no repository', { Repository: undefined }, /no Repository/],
  ['a digest without a check', { Check: 'false', Pin: 'digest' }, /remove either check: false or pin: digest/],
  ['an invalid Region', { Region: 'EU (Ireland)' }, /must be a Region such as us-east-1; received EU \(Ireland\)/],
  ['a registry that is not an account', { RegistryId: 'team' }, /12 digits; received team/],
])('refuses %s', async (_, more, words) => {
  expect(await reasonOf(resolve(more))).toMatch(words);
  expect(ecr.calls()).toEqual([]);
});
