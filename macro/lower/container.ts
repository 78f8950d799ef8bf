/** The container of a job definition, as `ContainerProperties`. Where they go depends on the platform. */

import type { Definition, Module } from '../read/module.js';
import { inBranches, isIntrinsic } from '../template/intrinsics.js';
import { type Mapping, section } from '../template/template.js';
import { imageUri } from './image.js';
import { roleArns } from './job-roles.js';
import { linuxParameters, ulimits } from './linux.js';
import { logConfiguration } from './logs.js';
import { volumes } from './mounts.js';
import { namedList } from './named-list.js';
import { scratchMounts } from './scratch.js';
import { secretList } from './secrets.js';

/** @param own - the properties that keys of the definition set directly */
export function container(module: Module, definition: Definition, own: Mapping): Mapping {
  const { value } = definition;
  const LinuxParameters = linuxParameters(value, section(own, 'LinuxParameters'));
  const Environment = namedList(value.environment, (Name, Value) => ({ Name, Value }));
  const Secrets = secretList(value.secrets, module.typeOf);
  const SecretOptions = secretList(value.log_configuration?.secret_options, module.typeOf);
  const LogConfiguration = logConfiguration(module, definition, {
    ...section(own, 'LogConfiguration'),
    ...(SecretOptions && { SecretOptions }),
  });
  const mounted = [volumes(value.mounts), scratchMounts(definition)];
  const Volumes = mounted.flatMap((each) => each.Volumes);
  const MountPoints = mounted.flatMap((each) => each.MountPoints);
  return {
    Image: imageUri(module, definition),
    ResourceRequirements: [
      { Type: 'VCPU', Value: asText(value.vcpus) },
      { Type: 'MEMORY', Value: asText(value.memory) },
      ...(value.gpus === undefined ? [] : [inBranches(value.gpus, (gpus) => ({ Type: 'GPU', Value: asText(gpus) }))]),
    ],
    ...own,
    ...(LogConfiguration && { LogConfiguration }),
    ...(Environment && { Environment }),
    ...(Secrets && { Secrets }),
    ...(Volumes.length > 0 && { Volumes, MountPoints }),
    ...(LinuxParameters && { LinuxParameters }),
    ...ulimits(value),
    ...roleArns(module, definition),
  };
}

const asText = (value: unknown) => (isIntrinsic(value) ? value : String(value));
