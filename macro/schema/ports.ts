/** Ports of a security group, by protocol. */

import * as v from 'valibot';
import { field } from './field.js';
import { knownInteger, knownList, object } from './types.js';

export const INGRESS =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html';

const port = knownInteger(0, 65_535);

const portList = v.pipe(
  knownList(port),
  v.check((ports) => new Set(ports).size === ports.length, 'a list of ports without duplicates'),
);

export const ports = object({
  tcp: v.optional(field(portList, { doc: 'TCP ports.', example: [443], source: INGRESS }), []),
  udp: v.optional(field(portList, { doc: 'UDP ports.', example: [53], source: INGRESS }), []),
});

/** Ports to which connections are allowed. CloudFormation allows all if there is none: so there is at least one. */
export const outbound = v.pipe(
  ports,
  v.check(({ tcp, udp }) => tcp.length + udp.length > 0, 'at least one port under tcp or udp'),
);
