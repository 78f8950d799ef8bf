/** The entries of Provose's export maps that IAM knows, with the attributes of Terraform's resources. */

import { GetInstanceProfileCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import type { TerraformType } from '../../../macro/link/export-maps.js';
import { CLIENT_CONFIG } from '../clients.js';
import type { Readers } from './reader.js';

/** Reused by a warm function, so that it slows down when AWS throttles it. */
export const client = new IAMClient(CLIENT_CONFIG);

export const placeIn = () => 'IAM';

export const readers: Readers<IAMClient, Extract<TerraformType, `aws_iam_${string}`>> = {
  aws_iam_instance_profile: instanceProfile,
  aws_iam_role: role,
};

async function role(iam: IAMClient, name: string) {
  const { Role: one } = await iam.send(new GetRoleCommand({ RoleName: name }));
  return (
    one && {
      arn: one.Arn,
      assume_role_policy: decodeURIComponent(one.AssumeRolePolicyDocument ?? '{}'),
      create_date: time(one.CreateDate),
      description: one.Description,
      force_detach_policies: false,
      id: one.RoleName,
      // These two are empty because Provose attaches policies with separate Terraform resources.
      inline_policy: [],
      managed_policy_arns: [],
      max_session_duration: one.MaxSessionDuration ?? 0,
      name: one.RoleName,
      name_prefix: '',
      path: one.Path,
      permissions_boundary: one.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: one.Tags,
      unique_id: one.RoleId,
    }
  );
}

async function instanceProfile(iam: IAMClient, name: string) {
  const { InstanceProfile: one } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name }));
  return (
    one && {
      arn: one.Arn,
      create_date: time(one.CreateDate),
      id: one.InstanceProfileName,
      name: one.InstanceProfileName,
      name_prefix: '',
      path: one.Path,
      role: one.Roles?.[0]?.RoleName,
      tags: one.Tags,
      unique_id: one.InstanceProfileId,
    }
  );
}

/** In seconds, as Terraform represents times. */
const time = (date: Date | undefined) => date?.toISOString().replace(/\.\d+Z$/, 'Z');
