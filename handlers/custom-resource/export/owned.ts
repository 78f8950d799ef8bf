/**
 * The guard in front of the exports. The function's role can read every resource of the account, and whoever deploys a
 * template may write a `Custom::ProvoseExport` into it by hand. So an entry is read only for the stack that owns it.
 */

import type { ExportData, ExportProperties } from '../../../macro/contract.js';
import { type TimeLeft, waitFor } from '../clients.js';
import { UserFault } from '../service-errors.js';
import { isOwned } from '../stack.js';
import { cloudFormationTypeOf, exportEntry } from './entry.js';

/**
 * Reads one entry of an export map for a stack.
 *
 * @param stackId - the ARN of the stack that asks
 * @throws UserFault if the stack does not own what the entry describes, or as `exportEntry` does
 */
export async function exportOwned(
  properties: ExportProperties,
  stackId: string,
  timeLeft: TimeLeft,
): Promise<ExportData> {
  const { ResourceType, Id, LogicalId } = properties;
  const type = cloudFormationTypeOf(ResourceType);
  const claim = { type, id: Id, ...(LogicalId && { logicalId: LogicalId }) };
  const owned = await waitFor(async () => (await isOwned(stackId, claim)) || undefined, timeLeft);
  if (owned) return exportEntry(properties, {}, timeLeft);
  throw new UserFault(
    `The stack has no ${type} ${Id}${LogicalId ? ` with the logical id ${LogicalId}` : ''}, and an export answers only ` +
      'for resources of the stack that asks: refer to a module of the same template, as in !GetAtt Provose.batch.….',
  );
}
