/** The recipes in docs/recipes, with the jobs that their pages submit. */

import type { SubmitJobCommandInput } from '@aws-sdk/client-batch';
import { readProject, yamlFiles } from './golden.js';

export const RECIPES = yamlFiles('docs/recipes');

/** The values of parameters without a default, by recipe. */
export const PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  eks: {
    ClusterArn: 'arn:aws:eks:us-east-1:123456789012:cluster/jobs',
    Vpc: 'vpc-00000000000000a1b',
    Subnets: 'subnet-00000000000000a1b,subnet-00000000000000c2d',
    ClusterSecurityGroup: 'sg-00000000000000a1b',
    NodeInstanceProfile: 'arn:aws:iam::123456789012:instance-profile/nodes',
  },
};

export const templateOf = (recipe: string): string => readProject(`docs/recipes/${recipe}.yaml`);

const pairs = (text: string) => Object.fromEntries(text.split(',').map((pair) => pair.split('=') as [string, string]));

/** The options of `aws batch submit-job` that the pages use. */
const OPTIONS: Readonly<Record<string, (value: string) => Partial<SubmitJobCommandInput>>> = {
  '--job-name': (jobName) => ({ jobName }),
  '--job-queue': (jobQueue) => ({ jobQueue }),
  '--job-definition': (jobDefinition) => ({ jobDefinition }),
  '--share-identifier': (shareIdentifier) => ({ shareIdentifier }),
  '--array-properties': (value) => ({ arrayProperties: { size: Number(pairs(value)['size']) } }),
  '--parameters': (value) => ({ parameters: pairs(value) }),
};

/**
 * What each `aws batch submit-job` of a page submits.
 *
 * @throws Error if a command has an option that is not in the table above
 */
export function submissionsOf(page: string): SubmitJobCommandInput[] {
  const commands = page.match(/(?<=^aws batch submit-job ).*$/gm) ?? [];
  return commands.map((command) => {
    const [words = ''] = command.split(/\s+#/);
    const options = [...words.matchAll(/(--\S+) (\S+)/g)].map(([, name = '', value = '']) => {
      const read = OPTIONS[name];
      if (!read) throw new Error(`unknown option ${name} in: ${command}`);
      return read(value);
    });
    return Object.assign({}, ...options);
  });
}
