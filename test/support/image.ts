/** Images in the local cloud's ECR, as `docker buildx build --push` puts them there. */

import { CreateRepositoryCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import type { Clients } from './cloud.js';

const MANIFEST_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

/**
 * Puts an image under a tag, with a manifest for each architecture.
 *
 * @param content - what makes it another image than the last one of this tag
 * @returns its digest
 */
export async function pushImage(
  { ecr }: Clients,
  repositoryName: string,
  imageTag: string,
  architectures: readonly string[],
  content = imageTag,
): Promise<string> {
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
  const { image } = await ecr.send(new PutImageCommand(put));
  return image?.imageId?.imageDigest ?? '';
}
