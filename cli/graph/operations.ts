/** Draws what helps to operate a module: logs, notifications, and the policy for those who submit jobs. */

import { isMapping, type Mapping, section } from '../../macro/template/template.js';
import type { Box } from './graph.js';
import { type Generated, type GeneratedModule, itemsOf, ofType } from './module.js';
import { short, wrapped } from './short.js';

export function operationBoxes(module: GeneratedModule): Box[] {
  const [logs] = ofType(module, 'AWS::Logs::LogGroup');
  const rules = ofType(module, 'AWS::Events::Rule');
  const [policy] = ofType(module, 'AWS::IAM::ManagedPolicy');
  return [
    ...(logs ? [logBox(logs)] : []),
    ...(rules[0] ? [notificationBox(rules[0], module)] : []),
    ...(policy ? [box(policy, 'Policy to submit jobs', [])] : []),
  ];
}

const box = ({ id }: Generated, title: string, lines: string[]): Box => ({ id, kind: 'operation', title, lines });

function logBox(logs: Generated): Box {
  const { LogGroupName: name, RetentionInDays: days } = logs.properties;
  const kept = days === undefined ? 'kept forever' : `kept for ${short(days)} days`;
  return box(logs, 'Logs', [...(name === undefined ? [] : [short(name)]), kept]);
}

/** All rules of a module have the same events and targets. Only their queues differ. */
function notificationBox(rule: Generated, module: GeneratedModule): Box {
  const pattern = section(rule.properties, 'EventPattern');
  const branches = [pattern, ...itemsOf(pattern['$or']).filter(isMapping)];
  const targets = itemsOf(rule.properties['Targets']).filter(isMapping);
  const addresses = ofType(module, 'AWS::SNS::Subscription').map(({ properties }) => short(properties['Endpoint']));
  const to = addresses.length > 0 ? addresses : targets.map(({ Arn }) => short(Arn));
  return box(rule, 'Notifications', [...wrapped(branches.flatMap(eventsOf)), ...wrapped(to)]);
}

function eventsOf(branch: Mapping): string[] {
  const statuses = itemsOf(section(branch, 'detail')['status']).map((status) => `${short(status).toLowerCase()} jobs`);
  const isBlocked = itemsOf(branch['detail-type']).includes('Batch Job Queue Blocked');
  return [...statuses, ...(isBlocked ? ['blocked queues'] : [])];
}
