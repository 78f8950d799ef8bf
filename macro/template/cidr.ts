/** IPv4 CIDR blocks, as far as a VPC and its subnets need them. */

interface Block {
  /** The first address, as a number. */
  readonly base: number;
  /** The prefix length, in bits. */
  readonly bits: number;
}

/**
 * Whether a VPC can have the block, with an eighth of it for each subnet. AWS allows a VPC from /16 and a subnet up to
 * /28, and the address must be the first of the block.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export function isVpcCidr(text: string): boolean {
  const block = parse(text);
  return block !== undefined && block.bits >= 16 && block.bits <= 25 && canonical(text) === text;
}

/** The block, written with its first address; `undefined` if the text is not a CIDR block. */
export function canonical(text: string): string | undefined {
  const block = parse(text);
  return block && format({ ...block, base: block.base - (block.base % 2 ** (32 - block.bits)) });
}

/** Whether the text is a CIDR block. Its address need not be the first of the block. */
export const isCidr = (text: string): boolean => parse(text) !== undefined;

/** The i-th eighth of a block that passes `isVpcCidr`, like Terraform's `cidrsubnet(block, 3, i)`. */
export function eighth(text: string, index: number): string {
  const { base, bits } = known(text);
  return format({ base: base + index * 2 ** (29 - bits), bits: bits + 3 });
}

/** The smallest subnet that AWS allows: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const SMALLEST = 28;

/** The subnet of the i-th NAT gateway, which needs only one address: the i-th /28 of the last eighth of a block. */
export function natBlock(text: string, index: number): string {
  const { base, bits } = known(text);
  return format({ base: base + 7 * 2 ** (29 - bits) + index * 2 ** (32 - SMALLEST), bits: SMALLEST });
}

/** The number of subnets for NAT gateways that the last eighth of a block has room for. */
export const natBlocks = (text: string): number => 2 ** (SMALLEST - 3 - known(text).bits);

function known(text: string): Block {
  const block = parse(text);
  if (!block) throw new Error(`${text} is not a block of addresses`);
  return block;
}

function format({ base, bits }: Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join('.')}/${bits}`;
}

function parse(text: string): Block | undefined {
  // EC2 rejects numbers with leading zeros.
  const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)\/(0|[1-9]\d*)$/.exec(text);
  const [a = 256, b = 256, c = 256, d = 256, bits = 33] = match?.slice(1).map(Number) ?? [];
  if (Math.max(a, b, c, d) > 255 || bits > 32) return undefined;
  return { base: ((a * 256 + b) * 256 + c) * 256 + d, bits };
}
