/** Checks user data: its structure as cloud-init reads it, and the script for NVMe disks with fake commands. */

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { multipart, scratchScript } from '../macro/lower/user-data.js';
import { MIME } from '../macro/schema/ec2-instances.js';

/** The parts of a message, as Python reads it, which cloud-init uses: content type and text. */
function partsOf(message: unknown): [string, string][] {
  const code = `import email, json, sys
parts = [part for part in email.message_from_string(sys.stdin.read()).walk() if not part.is_multipart()]
print(json.dumps([[part.get_content_type(), part.get_payload()] for part in parts]))`;
  return JSON.parse(execFileSync('python3', ['-c', code], { input: String(message), encoding: 'utf8' }));
}

const own = '#!/bin/sh\necho own\n';
const script = '#!/bin/bash\necho ours\n';
const ours: [string, string] = ['text/x-shellscript', script];
const message = [
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="==MY.BOUNDARY=="',
  '',
  '--==MY.BOUNDARY==',
  'Content-Type: text/cloud-config',
  '',
  'packages: [jq]',
  '--==MY.BOUNDARY==--',
  '',
].join('\n');

it.each([
  ['a script', undefined, own, [['text/x-shellscript', own]]],
  ['our script', script, undefined, [ours]],
  ['both, ours first', script, own, [ours, ['text/x-shellscript', own]]],
  ['a message', undefined, message, [['text/cloud-config', 'packages: [jq]']]],
  ['a message and ours', script, message, [ours, ['text/cloud-config', 'packages: [jq]']]],
  [
    'a message without a preamble of its own',
    script,
    message.replace('MIME-Version: 1.0\n', ''),
    [ours, ['text/cloud-config', 'packages: [jq]']],
  ],
] as const)('is a message of %s', (_, first, second, parts) => {
  expect(partsOf(multipart(first, second))).toEqual(parts);
});

it('leaves a message as it is', () => expect(multipart(undefined, message)).toBe(message));

it('composes with intrinsic functions', () => {
  const name = { Ref: 'AWS::StackName' };
  expect(multipart(script, name)).toEqual({
    'Fn::Join': ['', [expect.stringContaining('ours'), name, '\n--==PROVOSE==--\n']],
  });
  expect(multipart(undefined, { 'Fn::Sub': message })).toEqual({ 'Fn::Sub': message });
  const variables = { stack: name };
  const all = multipart(script, { 'Fn::Sub': [message, variables] });
  expect(all).toEqual({ 'Fn::Sub': [multipart(script, message), variables] });
});

it('recognizes messages by their boundary', () => {
  expect(MIME.test(message)).toBe(true);
  expect(MIME.test(message.replaceAll('\n--==MY', '\n--==YOUR'))).toBe(false);
  expect(MIME.test(own)).toBe(false);
});

describe('the script for NVMe disks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scratch-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const log = join(folder, 'log');

  /** Runs the script with fake commands, and returns the commands that it ran and its messages. */
  function run(disks: readonly string[], missing?: 'mdadm') {
    const bin = mkdtempSync(join(folder, 'bin-'));
    const path = `${bin}/scratch`;
    const fake = (name: string, body: string) => {
      writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
      chmodSync(join(bin, name), 0o755);
    };
    const models = [
      '/dev/nvme0n1 Amazon Elastic Block Store',
      ...disks.map((disk) => `${disk} Amazon EC2 NVMe Instance Storage   `),
    ];
    fake('lsblk', `cat <<'END'\n${models.join('\n')}\nEND`);
    for (const name of ['mkfs.xfs', 'mount', ...(missing ? [] : ['mdadm'])]) fake(name, `echo ${name} "$@" >> ${log}`);
    fake('yum', `echo yum "$@" >> ${log}; exit 1`);
    writeFileSync(log, '');
    const text = scratchScript(path).replace('/etc/fstab', `${bin}/fstab`);
    const { status, stderr } = spawnSync('bash', ['-c', text], {
      // As a socket, it would make bash read the user's settings.
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: `${bin}:/usr/bin:/bin` },
      encoding: 'utf8',
    });
    const told = (value: string) => value.replaceAll(path, '/scratch').trim().split('\n');
    const fstab = disks.length > 0 ? told(readFileSync(join(bin, 'fstab'), 'utf8')) : [];
    return {
      status,
      mode: statSync(path).mode & 0o7777,
      ran: told(readFileSync(log, 'utf8')),
      fstab,
      told: told(stderr),
    };
  }

  const mounted = { status: 0, mode: 0o1777, fstab: ['LABEL=scratch /scratch xfs noatime,nofail 0 0'], told: [''] };

  it('is valid, and contains nothing that an Fn::Sub would replace', () => {
    expect(spawnSync('bash', ['-n'], { input: scratchScript('/scratch') }).status).toBe(0);
    expect(scratchScript('/scratch')).not.toContain('${');
  });

  it('uses the root volume without any disk, and says so', () => {
    const told = ['This instance has no NVMe disks: /scratch is on its root volume.'];
    expect(run([])).toEqual({ status: 0, mode: 0o1777, ran: [''], fstab: [], told });
  });

  it('formats and mounts one disk', () => {
    const ran = ['mkfs.xfs -f -L scratch /dev/nvme1n1', 'mount -o noatime /dev/nvme1n1 /scratch'];
    expect(run(['/dev/nvme1n1'])).toEqual({ ...mounted, ran });
  });

  it('joins three disks', () => {
    const disks = ['/dev/nvme1n1', '/dev/nvme2n1', '/dev/nvme3n1'];
    const ran = [
      'mdadm --create /dev/md/scratch --run --level=0 --raid-devices=3 /dev/nvme1n1 /dev/nvme2n1 /dev/nvme3n1',
      'mkfs.xfs -f -L scratch /dev/md/scratch',
      'mount -o noatime /dev/md/scratch /scratch',
    ];
    expect(run(disks)).toEqual({ ...mounted, ran });
  });

  it('uses the first of several disks if they cannot be joined', () => {
    const ran = [
      'yum install -y mdadm',
      'mkfs.xfs -f -L scratch /dev/nvme1n1',
      'mount -o noatime /dev/nvme1n1 /scratch',
    ];
    expect(run(['/dev/nvme1n1', '/dev/nvme2n1'], 'mdadm')).toEqual({ ...mounted, ran });
  });
});
