/**
 * Runs the commands of the pages on deploying as they are written, with the AWS CLI, except those that need AWS itself.
 * The documented policies grant what the commands of a deployer did.
 */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsEnvironment, hasAwsCli } from '../support/aws-cli.js';
import { useCloud } from '../support/cloud.js';
import { commandsOf, INSTEAD, NEEDS_AWS, needsAws, PAGES } from '../support/commands.js';
import { ROOT } from '../support/golden.js';
import { grantedBy, templateWhere } from '../support/permissions.js';
import { runToEnd } from '../support/process.js';
import { useRecorder } from '../support/recorder.js';

const POLICIES = 'examples/deploying/deployer-policies.yaml';

/** What the commands run in: the project, with room for files of their own. */
const folder = mkdtempSync(join(tmpdir(), 'docs-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['dist', 'examples']) symlinkSync(join(ROOT, name), join(folder, name));
// As where the package is installed.
mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
symlinkSync(join(ROOT, 'dist/cli/provose-batch.mjs'), join(folder, 'node_modules/.bin/provose-batch'));

const clients = useCloud({ withMacro: false });
const recorder = useRecorder(clients);

/** The commands of a deployer, whose stacks begin with the prefix of the policies. */
const isDeployers = (command: string) => /^aws cloudformation (?!wait).* --stack-name batch-/.test(command);

async function run(command: string): Promise<{ command: string; status: number | null; stderr: string }> {
  const env = {
    ...awsEnvironment(clients().cloud),
    AWS_ACCESS_KEY_ID: isDeployers(command) ? 'deployer' : 'installer',
    AWS_PAGER: '',
    PROJECT: ROOT,
  };
  if (isDeployers(command)) await recorder.start();
  const { status, stderr } = runToEnd('bash', ['-c', INSTEAD[command] ?? command], { env, cwd: folder });
  if (isDeployers(command)) await recorder.stop();
  return { command, status, stderr: status === 0 ? '' : stderr };
}

/** Each start of the AWS CLI takes a second, and several on a loaded machine. */
const TIME_LIMIT = 300_000;

(hasAwsCli ? it : it.skip)(
  'runs every command that does not need AWS',
  async () => {
    for (const command of PAGES.flatMap(commandsOf)) {
      if (!needsAws(command)) expect(await run(command)).toEqual({ command, status: 0, stderr: '' });
    }
    const { deployer = [], cloudformation = [] } = await recorder.actions();
    const granted = grantedBy(templateWhere(POLICIES, { HasBucket: true }));
    expect([...deployer, ...cloudformation].filter((action) => !granted.includes(action))).toEqual([]);
    expect(deployer).toContain('cloudformation:executechangeset');
    expect(cloudformation).toContain('batch:createcomputeenvironment');
  },
  TIME_LIMIT,
);

it('has a reason only for commands that exist', () => {
  const all = PAGES.flatMap(commandsOf);
  for (const beginning of [...Object.keys(NEEDS_AWS), ...Object.keys(INSTEAD)]) {
    expect(all.filter((command) => command.startsWith(beginning))).not.toEqual([]);
  }
});
