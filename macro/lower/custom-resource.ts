/** The custom resources, which ask AWS at deployment what the template cannot know. */

import { functionNameOf, SERVICE_TIMEOUT } from '../contract.js';
import type { Module } from '../read/module.js';
import { sub } from '../template/intrinsics.js';
import type { Path } from '../template/template.js';
import { emitter } from './emit.js';

/**
 * Makes custom resources as `emitter` makes the others. Their deletion has nothing to do, so they are retained: no
 * stack needs the function to be deleted, which may be gone by then.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function customEmitter(module: Module, path: Path): ReturnType<typeof emitter> {
  const name = functionNameOf(module.macroName);
  const service = {
    ServiceToken: sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`),
    ServiceTimeout: SERVICE_TIMEOUT,
  };
  const retained = { ...module.attributes, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  const emit = emitter({ ...module, attributes: retained }, path);
  return (kind, key, type, properties, dependsOn) => emit(kind, key, type, { ...service, ...properties }, dependsOn);
}
