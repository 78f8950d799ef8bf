/** Every rule, in the order in which violations are reported. */

import type { Diagnostics } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import type { Context } from '../template/template.js';
import { containerKinds } from './container-kinds.js';
import { digestWithoutCheck } from './digest-without-check.js';
import { duplicateKey } from './duplicate-key.js';
import { duplicateTag } from './duplicate-tag.js';
import { exclusiveKeys } from './exclusive-keys.js';
import { ignoredKey } from './ignored-key.js';
import { imageOutsideEcr } from './image-outside-ecr.js';
import { longName } from './long-name.js';
import { minOverMax } from './min-over-max.js';
import { mixedArchitectures } from './mixed-architectures.js';
import { natGateways } from './nat-gateways.js';
import { natZones } from './nat-zones.js';
import { noQueue } from './no-queue.js';
import { nullInList } from './null-in-list.js';
import { overQuota } from './over-quota.js';
import { ownedProperty } from './owned-property.js';
import { platformKey } from './platform-key.js';
import { privateImageKey } from './private-image-key.js';
import { queueEnvironments } from './queue-environments.js';
import { registryInImageName } from './registry-in-image-name.js';
import type { Rule } from './rule.js';
import { submitPolicySize } from './submit-policy-size.js';
import { unknownProperty } from './unknown-property.js';
import { vpcWithoutCidr } from './vpc-without-cidr.js';
import { wrongRegion } from './wrong-region.js';

export const rules: readonly Rule[] = [
  ignoredKey,
  wrongRegion,
  vpcWithoutCidr,
  natGateways,
  natZones,
  duplicateTag,
  platformKey,
  exclusiveKeys,
  noQueue,
  queueEnvironments,
  minOverMax,
  mixedArchitectures,
  privateImageKey,
  digestWithoutCheck,
  registryInImageName,
  imageOutsideEcr,
  ownedProperty,
  nullInList,
  containerKinds,
  unknownProperty,
  duplicateKey,
  longName,
  submitPolicySize,
  overQuota,
];

/** Checks modules that are each valid according to the schema. */
export function checkRules(modules: readonly Module[], context: Context, diagnostics: Diagnostics): void {
  for (const { code, severity, check } of rules) {
    check(modules, (path, message, hint) => diagnostics.add({ code, severity, path, message, hint }), context);
  }
}
