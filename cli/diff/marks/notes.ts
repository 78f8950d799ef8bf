/** What is harmless if it is intended. */

import { section } from '../../../macro/template/template.js';
import type { Change } from '../change.js';
import { isReplaced, isRetained, isUpdated, type Mark, type Marker } from './mark.js';

export const notes: Marker = (change) => [
  ...ofRevision(change),
  ...ofKeptValues(change),
  ...ofRetention(change),
  ...ofCustomResource(change),
  ...ofCondition(change),
];

const note = (message: string): Mark[] => [{ kind: 'note', message }];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-resourceretentionpolicy.html */
function ofRevision(change: Change): Mark[] {
  const { action, before, after } = change;
  if ((after ?? before)?.type !== 'AWS::Batch::JobDefinition') return [];
  if (before && after && (isUpdated(change) || isReplaced(change))) {
    const { SkipDeregisterOnUpdate: keeps } = section(after.properties, 'ResourceRetentionPolicy');
    if (String(keeps) === 'true' && action !== 'replaced')
      return note('registers a new revision and keeps the previous one');
    const keep = isReplaced(change) ? '' : '; keep_revisions: true keeps it';
    return note(`registers a new revision and deregisters the previous one${keep}`);
  }
  return [];
}

/**
 * Properties that AWS Batch keeps until it receives an empty value, with that value:
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResourceUpdate.html
 */
const KEPT: Readonly<Record<string, string>> = {
  Ec2Configuration: '[]',
  Ec2KeyPair: "''",
  ImageId: "''",
  LaunchTemplate: "{ LaunchTemplateId: '' }",
  PlacementGroup: "''",
};

function ofKeptValues(change: Change): Mark[] {
  if (!isUpdated(change) || change.after?.type !== 'AWS::Batch::ComputeEnvironment') return [];
  return change.properties.flatMap(({ path: [outer, name = '', ...inner], after }) => {
    const empty = KEPT[String(name)];
    if (outer !== 'ComputeResources' || empty === undefined || inner.length > 0 || after !== undefined) return [];
    const fix = `overrides: { ComputeResources: { ${name}: ${empty} } } removes it`;
    return note(
      `AWS Batch may keep the previous ${name}, because it was removed and not set to an empty value; ${fix}`,
    );
  });
}

function ofRetention(change: Change): Mark[] {
  if ((change.action !== 'removed' && !isReplaced(change)) || !isRetained(change)) return [];
  return note(`the ${change.action === 'removed' ? '' : 'previous '}resource stays in the account (policy Retain)`);
}

/** The functions of this project's own custom resources never replace them. */
function ofCustomResource({ action, after }: Change): Mark[] {
  const isOthers = /^Custom::(?!Provose)|::CustomResource$/.test(after?.type ?? '');
  if (!isOthers || (action !== 'updated' && action !== 'possibly-updated')) return [];
  return note('the function behind it decides whether it is replaced');
}

function ofCondition({ attributes }: Change): Mark[] {
  return attributes.includes('Condition') ? note('its condition changed, so it may be added or removed') : [];
}
