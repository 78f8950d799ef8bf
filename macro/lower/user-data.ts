/**
 * User data for EC2 instances as text. AWS Batch adds its own to it, so it must be a MIME multipart message:
 * https://docs.aws.amazon.com/batch/latest/userguide/launch-templates.html
 * Its scripts run before jobs, because the ECS agent waits for them (After=cloud-final.service):
 * https://github.com/aws/amazon-ecs-agent/blob/master/packaging/amazon-linux-ami-integrated/ecs.service
 */

import { MIME } from '../schema/ec2-instances.js';
import { concat, type Intrinsic, subOf } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';

type Text = string | Intrinsic;

const BOUNDARY = '==PROVOSE==';

/** A MIME multipart message of a script before the user's own data, which can be a script or such a message itself. */
export function multipart(script: string | undefined, own: Text | undefined): Text {
  const boundary = own === undefined ? undefined : MIME.exec(visible(own))?.[1];
  if (own !== undefined && boundary !== undefined) return script ? inserted(part(boundary, script), own) : own;
  const parts: Text[] = [];
  let literal = `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${BOUNDARY}"\n\n`;
  for (const each of [script, own]) {
    if (each === undefined) continue;
    literal += `--${BOUNDARY}\n${SCRIPT}`;
    if (typeof each === 'string') literal += `${each}\n`;
    else {
      parts.push(literal, each);
      literal = '\n';
    }
  }
  return concat(...parts, `${literal}--${BOUNDARY}--\n`);
}

const SCRIPT = 'Content-Type: text/x-shellscript; charset="utf-8"\n\n';

const part = (boundary: string, script: string) => `--${boundary}\n${SCRIPT}${script}\n`;

/** The text that can be seen before deployment: literal text, or that of an Fn::Sub. */
const visible = (own: Text) => (typeof own === 'string' ? own : (subOf(own)?.text ?? ''));

/** The user's message with another part before its first. Scripts contain nothing that an Fn::Sub would replace. */
function inserted(first: string, own: Text): Text {
  const change = (text: string) => text.replace(MIME, (head) => head + first);
  if (typeof own === 'string') return change(own);
  const argument = own['Fn::Sub'];
  return { 'Fn::Sub': Array.isArray(argument) ? [change(argument[0]), ...argument.slice(1)] : change(visible(own)) };
}

/** The user's text without the Fn::Base64 that user data elsewhere needs, and that the launch template adds. */
export const decoded = (own: Text | undefined): Text | undefined =>
  isMapping(own) && Object.hasOwn(own, 'Fn::Base64') ? (own['Fn::Base64'] as Text) : own;

/**
 * A script that joins the instance's NVMe disks to one file system at a path, by RAID 0 if there are several. Without
 * any disk, the path is a directory of the root volume. It must not contain `${`, which an Fn::Sub would replace.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/raid-config.html
 */
export const scratchScript = (path: string): string => `#!/bin/bash
# Joins the NVMe instance store disks at ${path}.
set -eu
path=${path}
mkdir -p "$path"
set -- $(lsblk --nodeps --noheadings --paths --output NAME,MODEL | awk '/Amazon EC2 NVMe Instance Storage/ { print $1 }')
if [ $# -gt 1 ] && { command -v mdadm || yum install -y mdadm; }; then
  mdadm --create /dev/md/scratch --run --level=0 --raid-devices=$# "$@"
  set -- /dev/md/scratch
fi
if [ $# -gt 0 ]; then
  mkfs.xfs -f -L scratch "$1"
  mount -o noatime "$1" "$path"
  # For when the instance reboots: user data runs only once.
  echo "LABEL=scratch $path xfs noatime,nofail 0 0" >> /etc/fstab
else
  echo "This instance has no NVMe disks: $path is on its root volume." >&2
fi
chmod 1777 "$path"
`;
