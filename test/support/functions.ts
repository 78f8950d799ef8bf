/** The macro and the custom resource of test/e2e/functions, deployed, and what the custom resource was asked. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { type Deployment, packageTemplate } from '../../local-cloud/deploy.js';
import type { Clients } from './cloud.js';
import { ROOT } from './golden.js';

const TEMPLATE = `${ROOT}/test/e2e/functions/template.yaml`;

/** A stack's outputs by name. */
export const outputsOf = (stack: Stack | undefined): Record<string, string | undefined> =>
  Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));

/** The logical ids that a change set lists, each with what would happen to it. */
export const changedBy = ({ changes }: Deployment) =>
  Object.fromEntries(
    changes.map(({ ResourceChange: change }) => [
      change?.LogicalResourceId,
      change?.Replacement === 'True' ? 'Replace' : change?.Action,
    ]),
  );

/**
 * The functions run on this machine, so they write their requests to a file, and no test has to wait for a log.
 * Registers the removal of the folder.
 */
export function useFunctions(clients: () => Clients) {
  const folder = mkdtempSync(join(tmpdir(), 'functions-'));
  const journal = join(folder, 'journal');
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    /** A path for files that functions look at. */
    path: (name: string) => join(folder, name),
    deploy: async () =>
      clients().deployer.deploy('functions', await packageTemplate(clients().cloud.client, TEMPLATE), {
        Journal: journal,
      }),
    /** The requests since the last call. */
    requests: () => {
      const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : [];
      writeFileSync(journal, '');
      return lines.map((line) => JSON.parse(line));
    },
  };
}
