/** Lists that CloudFormation has where the language has mappings from names. */

import { inBranches } from '../template/intrinsics.js';
import { sortedEntries } from '../template/template.js';

/**
 * An item for each name; `undefined` without values. The list is sorted by name, as in Terraform, because a meaningless
 * change of order must not create a new revision. If a value can be `AWS::NoValue`, the whole item is absent in that case.
 */
export function namedList(
  values: Readonly<Record<string, unknown>> | undefined,
  item: (name: string, value: unknown) => unknown,
): unknown[] | undefined {
  if (!values) return undefined;
  return sortedEntries(values).map(([name, value]) => inBranches(value, (branch) => item(name, branch)));
}
