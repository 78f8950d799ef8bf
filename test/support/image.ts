/** Images in the local cloud's ECR. */

import { putImage } from '../../local-cloud/image.js';
import type { Clients } from './cloud.js';

/**
 * Puts an image under a tag, with a manifest for each architecture.
 *
 * @param content - what makes it another image than the last one with this tag
 * @returns its digest
 */
export async function pushImage(
  { ecr }: Clients,
  repository: string,
  tag: string,
  architectures: readonly string[],
  content?: string,
): Promise<string> {
  return putImage(ecr, { repository, tag, architectures, ...(content === undefined ? {} : { content }) });
}
