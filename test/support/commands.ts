/** The shell commands of a page, and why some of them run only in AWS. */

import { readProject } from './golden.js';

export const PAGES = ['docs/deploying.md', 'docs/service-catalog.md'];

/** The beginnings of commands that cannot run in the local cloud. */
export const NEEDS_AWS: Readonly<Record<string, string>> = {
  'npm ci && sam deploy': 'installs packages, and needs the AWS SAM CLI',
  'aws cloudformation create-stack-set ': 'the local cloud has no StackSets with service-managed permissions',
  'aws cloudformation create-stack-instances ': 'the local cloud has no StackSets with service-managed permissions',
  'aws cloudformation deploy --stack-name portfolio ':
    'the local cloud has no constraints and tag options; test/e2e/service-catalog.test.ts deploys the rest',
  'aws servicecatalog provision-product ': 'the local cloud cannot launch products',
};

/** What a test runs in place of a command. */
export const INSTEAD: Readonly<Record<string, string>> = {
  // A build would disturb the tests that run at the same time. This is its second step.
  'npm run release': 'cd "$PROJECT" && node scripts/release.mjs',
};

/** The commands in the blocks of a page that are marked as `sh`, in their order. */
export const commandsOf = (page: string): string[] =>
  [...readProject(page).matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    block
      .replaceAll('\\\n', '\\\0')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replaceAll('\\\0', '\\\n')),
  );

export const needsAws = (command: string): boolean =>
  Object.keys(NEEDS_AWS).some((beginning) => command.startsWith(beginning));
