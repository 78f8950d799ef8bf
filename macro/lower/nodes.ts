/**
 * Jobs of several nodes, which run the same container and talk to each other:
 * https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */

import type { Module } from '../read/module.js';
import type { Nodes } from '../read/nodes.js';
import { reachOf } from '../read/schedules.js';
import { getAtt } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted, Mapping } from '../template/template.js';
import { emitter } from './emit.js';

/**
 * The properties of a definition with nodes: its container, and its consumable resources, in one range of all nodes.
 *
 * @param resources - the consumable resources, if any
 */
export function onNodes({ count, main }: Nodes, container: Mapping, resources: Mapping): Mapping {
  const range = { TargetNodes: '0:', Container: container, ...resources };
  return {
    ContainerProperties: undefined,
    NodeProperties: { NumNodes: count, MainNode: main, NodeRangeProperties: [range] },
  };
}

/**
 * Lets the nodes of a job talk to each other: each has a network interface with the security group of its environment.
 * https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html
 */
export function lowerNodeRules(module: Module): Emitted[] {
  const withNodes = module.definitions.filter(({ value }) => value.nodes !== undefined);
  const reached = new Set(withNodes.flatMap((definition) => [...reachOf(module, definition)]));
  const own = module.environments.filter((each) => reached.has(each) && each.value.security_group_ids === undefined);
  return own.flatMap(({ key, path, value }) => {
    const emit = emitter(module, path);
    const group = getAtt(logicalId(module.id, 'SecurityGroup', key), 'GroupId');
    const all = { GroupId: group, IpProtocol: '-1' };
    const ingress = emit('NodeIngress', key, 'AWS::EC2::SecurityGroupIngress', {
      ...all,
      SourceSecurityGroupId: group,
      Description: 'From other nodes of a job',
    });
    if (value.egress === undefined || value.egress === 'all') return [ingress];
    const egress = emit('NodeEgress', key, 'AWS::EC2::SecurityGroupEgress', {
      ...all,
      DestinationSecurityGroupId: group,
      Description: 'To other nodes of a job',
    });
    return [ingress, egress];
  });
}
