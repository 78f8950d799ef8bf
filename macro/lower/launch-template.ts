/**
 * Emits launch templates, for settings that a compute environment does not have: volumes, user data and reservations. One is
 * created only where a key needs it, and has no name, so that it can be replaced.
 */

import type { Entry, Module } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { instances as schema } from '../schema/instances.js';
import { platformOf } from '../schema/platform.js';
import { properties } from '../schema/properties.js';
import { getAtt, type Intrinsic, isIntrinsic, ref, unlessNothing } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import { type Emitted, type Mapping, section, sortedEntries } from '../template/template.js';
import { emitter, nameOf, tags } from './emit.js';
import { decoded, multipart, scratchScript } from './user-data.js';

const TYPE = 'AWS::EC2::LaunchTemplate';

/** The root volume of the images of AWS Batch: https://docs.aws.amazon.com/batch/latest/userguide/launch-templates.html */
const ROOT_DEVICE = '/dev/xvda';

export function lowerLaunchTemplates(module: Module): Emitted[] {
  return module.environments.filter(({ value }) => needsLaunchTemplate(value)).map((each) => emit(module, each));
}

function needsLaunchTemplate({ instances }: ComputeEnvironment): boolean {
  const { disk_gib, user_data, nvme_scratch, capacity_reservation } = instances;
  const needed = [disk_gib, user_data, nvme_scratch, capacity_reservation].some((value) => value !== undefined);
  return needed && platformOf(instances) === 'EC2';
}

/** The launch template of a compute environment: the one created for it, or the user's own. */
export function launchTemplateOf(module: Module, { key, value }: Entry<ComputeEnvironment>): Mapping | undefined {
  const own = value.instances.launch_template;
  if (typeof own === 'string' || isIntrinsic(own)) return { LaunchTemplateId: own };
  // The form with a version sets its properties itself.
  if (!needsLaunchTemplate(value)) return undefined;
  const id = logicalId(module.id, 'LaunchTemplate', key);
  // With $Latest, the environment would not notice a change: https://github.com/aws/aws-cdk/issues/6686
  return { LaunchTemplateId: ref(id), Version: getAtt(id, 'LatestVersionNumber') };
}

/** The tags of a compute environment's instances. */
export const instanceTags = (module: Module, { key, value }: Entry<ComputeEnvironment>): Mapping => ({
  Provose: nameOf(module),
  Provose_Batch: key,
  ...value.instances.tags,
});

/** The user data as a MIME multipart message; `undefined` if there is none. */
function userDataOf({ instances }: ComputeEnvironment): string | Intrinsic | undefined {
  const { user_data: own, nvme_scratch: path } = instances;
  if (own === undefined && path === undefined) return undefined;
  return multipart(path === undefined ? undefined : scratchScript(path), decoded(own));
}

function emit(module: Module, environment: Entry<ComputeEnvironment>): Emitted {
  const { key, path, value } = environment;
  const { disk_gib, root_device } = value.instances;
  const userData = userDataOf(value);
  const volumeTags = sortedEntries(instanceTags(module, environment)).map(([Key, value]) =>
    unlessNothing(value, (Value) => ({ Key, Value })),
  );
  return emitter(module, path)('LaunchTemplate', key, TYPE, {
    LaunchTemplateData: {
      ...section(properties(schema, value.instances, TYPE), 'LaunchTemplateData'),
      // Containers are one hop away: https://docs.aws.amazon.com/batch/latest/userguide/imds-compute-environments.html
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
      ...(disk_gib !== undefined && {
        BlockDeviceMappings: [
          {
            DeviceName: root_device ?? ROOT_DEVICE,
            Ebs: { VolumeSize: disk_gib, VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true },
          },
        ],
      }),
      ...(userData !== undefined && { UserData: { 'Fn::Base64': userData } }),
      TagSpecifications: [{ ResourceType: 'volume', Tags: volumeTags }],
    },
    TagSpecifications: [{ ResourceType: 'launch-template', Tags: tags(module) }],
  });
}
