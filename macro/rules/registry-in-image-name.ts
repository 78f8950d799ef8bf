import { show } from '../diagnostics/diagnostics.js';
import { textOf } from '../template/template.js';
import { imagesOf } from './images.js';
import { eachModule, type Rule } from './rule.js';

/** An image in a registry of Amazon ECR, IPv4, dual-stack or FIPS: https://docs.aws.amazon.com/general/latest/gr/ecr.html */
const IN_ECR = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z.]+\/(.+)$/;

export const registryInImageName: Rule = {
  code: 'registry-in-image-name',
  severity: 'error',
  description: 'A private image’s name with the registry in it.',
  check: eachModule((module, report) => {
    for (const { image, at } of imagesOf(module)) {
      const name = textOf(image.name);
      // Only a registry's host can have a port or capital letters.
      const registry = typeof image.name === 'string' ? /\.dkr[.-]ecr|[A-Z:]/ : /\.dkr[.-]ecr/;
      if (!image.private_registry || !registry.test(name)) continue;
      const [, account, region, repository] = IN_ECR.exec(name) ?? [];
      const hint = account
        ? `Write name: ${repository}, registry_id: '${account}', region: ${region}.`
        : 'Write the repository alone, such as team/app; registry_id and region are keys of their own.';
      report(at('name'), `expected the name of a repository, without its registry; received ${show(image.name)}`, hint);
    }
  }),
};
