/** The addresses and Availability Zones of the VPC that a module creates. */

import { availabilityZone, type Intrinsic } from '../template/intrinsics.js';
import type { Module } from './module.js';

/** A zone, and its subnet's number from 0 to 7, which determines the logical id and the eighth of the CIDR block. */
export interface NumberedZone {
  readonly number: number;
  readonly zone: string | Intrinsic;
}

/** The CIDR block of the created VPC. */
export function cidrOf({ config }: Module): string {
  return config.vpc_cidr ?? '10.0.0.0/16';
}

/**
 * The named Availability Zones, or the first of the Region: 3, or 2 in us-west-1, which offers an account only 2. If
 * all names end in different letters from a to h, as in eu-central-1a and us-west-2-lax-1a, the letter is the number,
 * so that changing the list moves no other subnet. Otherwise, zones are numbered by position.
 */
export function zonesOf({ config, region }: Module): readonly NumberedZone[] {
  const zones = config.availability_zones ?? (region === 'us-west-1' ? 2 : 3);
  const list = typeof zones === 'number' ? Array.from({ length: zones }, (_, index) => availabilityZone(index)) : zones;
  const letters = list.map((zone) => (typeof zone === 'string' ? 'abcdefgh'.indexOf(zone.slice(-1)) : -1));
  const areNumbers = !letters.includes(-1) && new Set(letters).size === letters.length;
  const numbered = list.map((zone, index) => ({ number: areNumbers ? (letters[index] ?? index) : index, zone }));
  return numbered.sort((a, b) => a.number - b.number);
}
