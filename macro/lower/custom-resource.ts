/** The custom resources, which ask AWS at deployment what the template cannot know. */

import { functionNameOf, SERVICE_TIMEOUT } from '../contract.js';
import type { Module } from '../read/module.js';
import { type Intrinsic, sub } from '../template/intrinsics.js';

/** The properties that every custom resource has: the function that answers, by a name that never changes. */
export function serviceOf({ macroName }: Module): { ServiceToken: Intrinsic; ServiceTimeout: number } {
  const name = functionNameOf(macroName);
  return {
    ServiceToken: sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`),
    ServiceTimeout: SERVICE_TIMEOUT,
  };
}
