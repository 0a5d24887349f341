import "server-only";
import { BlockList, isIP } from "node:net";

/** Whoever can't be told apart shares one allowance. */
const NOBODY = "unknown";

/** @param ranges addresses and CIDR ranges, known to be right */
export function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return list;
}

/**
 * The address that a request came from. Each proxy adds to the right of `X-Forwarded-For` whom it was asked by, so the
 * header is walked from there for as long as who has written it is trusted; what stands to the left may be anything.
 *
 * @param peer at the other end of the connection
 * @returns an IPv4 or IPv6 address, or `unknown`
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  trusted: BlockList,
): string {
  const hops = forwardedFor?.split(",").toReversed() ?? [];
  let address = plain(peer ?? "");
  for (const hop of hops) {
    if (!isTrusted(address, trusted)) break;
    const next = plain(hop.trim());
    if (next === NOBODY) break;
    address = next;
  }
  return address;
}

/** Whether an address is one of the proxies that are trusted. */
export function isTrusted(address: string | undefined, trusted: BlockList): boolean {
  const known = plain(address ?? "");
  return known !== NOBODY && trusted.check(known, isIP(known) === 6 ? "ipv6" : "ipv4");
}

/** Whom an address counts for: a household or a machine has at least a /64 of IPv6 to itself (RFC 6177). */
export function holderOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail?.split(":").filter(Boolean) ?? [];
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** An address in its one shortest form, without port or zone; an IPv4 address as itself, however it was written. */
function plain(text: string): string {
  const bare = text.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/%.*$/, "");
  const address = isIP(bare) === 0 ? bare.replace(/^([\d.]+):\d+$/, "$1") : bare;
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return NOBODY;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical);
  if (!mapped) return canonical;
  const [high = 0, low = 0] = mapped.slice(1).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
