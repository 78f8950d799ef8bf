/** Every rule, in the order in which violations are reported. */

import type { Diagnostics } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import type { Context } from '../template/template.js';
import { accessPointKind } from './access-point-kind.js';
import { addressInFunction } from './address-in-function.js';
import { allocationStrategy } from './allocation-strategy.js';
import { bidWithoutSpot } from './bid-without-spot.js';
import { containerKinds } from './container-kinds.js';
import { cpuArchitecture } from './cpu-architecture.js';
import { deadLetterQueue } from './dead-letter-queue.js';
import { digestWithoutCheck } from './digest-without-check.js';
import { duplicateKey } from './duplicate-key.js';
import { duplicateSid } from './duplicate-sid.js';
import { duplicateTag } from './duplicate-tag.js';
import { duplicateZone } from './duplicate-zone.js';
import { egressWithoutHttps } from './egress-without-https.js';
import { endedImageType } from './ended-image-type.js';
import { exclusiveKeys } from './exclusive-keys.js';
import { fargateSize } from './fargate-size.js';
import { fileSystemId } from './file-system-id.js';
import { fractionVcpus } from './fraction-vcpus.js';
import { gpusWithoutDriver } from './gpus-without-driver.js';
import { ignoredKey } from './ignored-key.js';
import { imageArchitecture } from './image-architecture.js';
import { imageOutsideEcr } from './image-outside-ecr.js';
import { imageType } from './image-type.js';
import { asWritten, changedOf, inEffect } from './in-effect.js';
import { jobMayNotFit } from './job-may-not-fit.js';
import { jobTooLarge } from './job-too-large.js';
import { logDriver } from './log-driver.js';
import { logOptions } from './log-options.js';
import { longName } from './long-name.js';
import { managedInstanceTypes } from './managed-instance-types.js';
import { maxVcpusTooLow } from './max-vcpus-too-low.js';
import { minOverMax } from './min-over-max.js';
import { minVcpus } from './min-vcpus.js';
import { misspelledInstanceType } from './misspelled-instance-type.js';
import { misspelledTimeZone } from './misspelled-time-zone.js';
import { mixedArchitectures } from './mixed-architectures.js';
import { multiNode } from './multi-node.js';
import { multiNodeInternet } from './multi-node-internet.js';
import { mutableTag } from './mutable-tag.js';
import { natGateways } from './nat-gateways.js';
import { natZones } from './nat-zones.js';
import { noInstanceRole } from './no-instance-role.js';
import { noNvme } from './no-nvme.js';
import { noQueue } from './no-queue.js';
import { noSpot } from './no-spot.js';
import { notInRegion } from './not-in-region.js';
import { nullInList } from './null-in-list.js';
import { openPort } from './open-port.js';
import { otherRegion } from './other-region.js';
import { otherVpc } from './other-vpc.js';
import { overQuota } from './over-quota.js';
import { overrideType } from './override-type.js';
import { overrideValue } from './override-value.js';
import { oversizedInstances } from './oversized-instances.js';
import { ownedProperty } from './owned-property.js';
import { parameterWithoutDefault } from './parameter-without-default.js';
import { plainSecret } from './plain-secret.js';
import { platformCapabilities } from './platform-capabilities.js';
import { platformKey } from './platform-key.js';
import { platformVersion } from './platform-version.js';
import { privateImageKey } from './private-image-key.js';
import { privileged } from './privileged.js';
import { queueArchitectures } from './queue-architectures.js';
import { queueEnvironments } from './queue-environments.js';
import { refWithoutArn } from './ref-without-arn.js';
import { refusedInstanceType } from './refused-instance-type.js';
import { registryInImageName } from './registry-in-image-name.js';
import { reservationOnSpot } from './reservation-on-spot.js';
import { resolvedSecret } from './resolved-secret.js';
import { resourceTwice } from './resource-twice.js';
import type { Report, Rule } from './rule.js';
import { scheduleParameter } from './schedule-parameter.js';
import { scheduleQueue } from './schedule-queue.js';
import { scratchAndMount } from './scratch-and-mount.js';
import { scratchNotEverywhere } from './scratch-not-everywhere.js';
import { secretSource } from './secret-source.js';
import { securityGroups } from './security-groups.js';
import { shareIdentifier } from './share-identifier.js';
import { sharedMemoryTwice } from './shared-memory-twice.js';
import { smallDisk } from './small-disk.js';
import { softOverHard } from './soft-over-hard.js';
import { spotBeforeOnDemand } from './spot-before-on-demand.js';
import { submitPolicySize } from './submit-policy-size.js';
import { submitRoleSize } from './submit-role-size.js';
import { swappinessWithoutSwap } from './swappiness-without-swap.js';
import { tightMemory } from './tight-memory.js';
import { unknownInstanceType } from './unknown-instance-type.js';
import { unknownProperty } from './unknown-property.js';
import { unknownValue } from './unknown-value.js';
import { unreachableImage } from './unreachable-image.js';
import { unusedParameter } from './unused-parameter.js';
import { variableAndSecret } from './variable-and-secret.js';
import { vpcWithoutCidr } from './vpc-without-cidr.js';
import { wrongRegion } from './wrong-region.js';
import { wrongResource } from './wrong-resource.js';
import { zoneRegion } from './zone-region.js';

export const rules: readonly Rule[] = [
  ignoredKey,
  wrongRegion,
  vpcWithoutCidr,
  natGateways,
  natZones,
  zoneRegion,
  duplicateZone,
  duplicateTag,
  duplicateSid,
  platformKey,
  platformCapabilities,
  exclusiveKeys,
  noQueue,
  queueEnvironments,
  queueArchitectures,
  spotBeforeOnDemand,
  multiNode,
  multiNodeInternet,
  scheduleQueue,
  misspelledTimeZone,
  shareIdentifier,
  deadLetterQueue,
  minOverMax,
  fargateSize,
  fractionVcpus,
  mixedArchitectures,
  allocationStrategy,
  bidWithoutSpot,
  noNvme,
  misspelledInstanceType,
  unknownInstanceType,
  refusedInstanceType,
  notInRegion,
  noSpot,
  maxVcpusTooLow,
  jobTooLarge,
  jobMayNotFit,
  tightMemory,
  endedImageType,
  imageType,
  gpusWithoutDriver,
  imageArchitecture,
  smallDisk,
  reservationOnSpot,
  unreachableImage,
  addressInFunction,
  scratchNotEverywhere,
  managedInstanceTypes,
  cpuArchitecture,
  privateImageKey,
  digestWithoutCheck,
  registryInImageName,
  logDriver,
  logOptions,
  variableAndSecret,
  accessPointKind,
  softOverHard,
  swappinessWithoutSwap,
  imageOutsideEcr,
  ownedProperty,
  nullInList,
  containerKinds,
  unknownProperty,
  overrideValue,
  overrideType,
  unknownValue,
  duplicateKey,
  longName,
  submitPolicySize,
  submitRoleSize,
  secretSource,
  refWithoutArn,
  wrongResource,
  otherVpc,
  scratchAndMount,
  platformVersion,
  noInstanceRole,
  overQuota,
  fileSystemId,
  otherRegion,
  resourceTwice,
  securityGroups,
  sharedMemoryTwice,
  minVcpus,
  mutableTag,
  openPort,
  egressWithoutHttps,
  plainSecret,
  resolvedSecret,
  privileged,
  oversizedInstances,
  parameterWithoutDefault,
  unusedParameter,
  scheduleParameter,
];

/** Checks modules that are each valid according to the schema. */
export function checkRules(modules: readonly Module[], context: Context, diagnostics: Diagnostics): void {
  const effective = modules.map(inEffect);
  const changes = effective.flatMap((each) => each.changes);
  const inPlace = effective.map(({ module }) => module);
  for (const { code, severity, check, isOfKeys } of rules) {
    const report: Report = (place, message, hint, other) => {
      const path = other ? changedOf([place, other], changes) : place;
      diagnostics.add(asWritten({ code, severity, path, message, hint }, changes));
    };
    check(isOfKeys ? modules : inPlace, report, context);
  }
}
