/** Puts images into a registry, as `docker buildx build --push` does, but with nothing in them. */

import { CreateRepositoryCommand, type ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';

const MANIFEST_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/** An image to put into a registry. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  /** The CPU architectures that it has a manifest for. */
  readonly architectures: readonly string[];
  /** What makes it another image than the last one with this tag. */
  readonly content?: string;
}

/**
 * Reads `repository:tag`. The tag defaults to latest, and the image is for both architectures of Amazon EC2.
 *
 * @throws Error if the text is not of that form
 */
export function parseImage(text: string): Image {
  const [, repository, tag = 'latest'] = /^([a-z0-9]+(?:[._/-][a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?$/.exec(text) ?? [];
  if (repository === undefined) throw new Error(`"${text}" is not an image: expected REPOSITORY:TAG`);
  return { repository, tag, architectures: ['amd64', 'arm64'] };
}

/**
 * Puts an image into the account's registry, and creates its repository if there is none.
 *
 * @returns the image's digest
 */
export async function putImage(ecr: ECRClient, image: Image): Promise<string> {
  const { repository: repositoryName, tag: imageTag, architectures, content = imageTag } = image;
  await ecr.send(new CreateRepositoryCommand({ repositoryName })).catch((error: Error) => {
    if (error.name !== 'RepositoryAlreadyExistsException') throw error;
  });
  const manifests = architectures.map((architecture, index) => ({
    mediaType: MANIFEST,
    size: 528,
    digest: `sha256:${String(index + 1).repeat(64)}`,
    platform: { architecture, os: 'linux' },
  }));
  const list = { schemaVersion: 2, mediaType: MANIFEST_LIST, manifests, annotations: { content } };
  const put = { repositoryName, imageTag, imageManifest: JSON.stringify(list), imageManifestMediaType: MANIFEST_LIST };
  const { image: stored } = await ecr.send(new PutImageCommand(put));
  return stored?.imageId?.imageDigest ?? '';
}
