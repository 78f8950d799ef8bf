/** The row that every noun with a resource of its own has: CloudFormation's properties, as they are. */

import * as v from 'valibot';
import { dictionary, type Row, row } from './field.js';

/**
 * Raw properties, laid over those that the noun becomes, so that what AWS adds tomorrow works without a release.
 *
 * @param owned - the properties that cannot be overridden, each with what to do instead
 */
export function overridesOf(type: string, example: unknown, owned: Readonly<Record<string, string>>) {
  const about: Row = {
    doc: `Properties of ${type}, laid over the others: mappings merge, lists and intrinsic functions replace, null removes.`,
    example,
    source: `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${type.toLowerCase().replace('aws::', '').replace('::', '-')}.html`,
    overrides: { type, owned },
  };
  return v.optional(row(dictionary(/^[A-Z][A-Za-z0-9]*$/, 'the name of a CloudFormation property', v.any()), about));
}
