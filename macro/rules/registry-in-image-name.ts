import { show } from '../diagnostics/diagnostics.js';
import { isDynamic } from '../template/intrinsics.js';
import { textOf } from '../template/template.js';
import { imagesOf } from './images.js';
import { eachModule, type Rule } from './rule.js';

/** An image URI in Amazon ECR with an IPv4, dual-stack or FIPS endpoint: https://docs.aws.amazon.com/general/latest/gr/ecr.html */
const IN_ECR = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z.]+\/(.+)$/;

export const registryInImageName: Rule = {
  code: 'registry-in-image-name',
  severity: 'error',
  description: 'A private image whose name includes the registry.',
  check: eachModule((module, report) => {
    for (const { image, at } of imagesOf(module)) {
      const name = textOf(image.name);
      // Only a registry's host can contain a port or capital letters.
      const registry = typeof image.name === 'string' ? /\.dkr[.-]ecr|[A-Z:]/ : /\.dkr[.-]ecr/;
      if (!image.private_registry || isDynamic(image.name) || !registry.test(name)) continue;
      const [, account, region, repository] = IN_ECR.exec(name) ?? [];
      const hint = account
        ? `Write name: ${repository}, registry_id: '${account}', region: ${region}.`
        : 'Write only the repository, such as team/app, and set the registry with registry_id and region.';
      report(at('name'), `expected the name of a repository without its registry; received ${show(image.name)}`, hint);
    }
  }),
};
