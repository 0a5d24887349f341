import { chainPrefixes } from "./chain-prefixes.ts";

/** What a person has entered for an owner. Of an `address` it is not said that it is a right one. */
export type OwnerEntry =
  | { kind: "empty" }
  | { kind: "address"; address: string }
  | { kind: "ens"; name: string }
  | { kind: "otherChain"; prefix: string; chain: string }
  | { kind: "unknownPrefix"; prefix: string };

const PREFIXED = /^((?:eip155:)?[\w-]+):\s*(0x.*)$/i;
const ENS_NAME = /^[^\s.:/@]+(?:\.[^\s.:/@]+)+$/;

/**
 * An address, with spaces around it and the prefix of its chain (ERC-3770 `eth:0x…`, or CAIP-10 `eip155:1:0x…`) or
 * without; or an ENS name.
 * @param chainId which the token is to be on
 */
export function readOwner(text: string, chainId: number): OwnerEntry {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "empty" };
  const [, prefix, address] = PREFIXED.exec(trimmed) ?? [];
  if (prefix !== undefined && address !== undefined) return readPrefixed(prefix, address, chainId);
  if (ENS_NAME.test(trimmed)) return { kind: "ens", name: trimmed };
  return { kind: "address", address: trimmed };
}

function readPrefixed(prefix: string, address: string, chainId: number): OwnerEntry {
  const named = chainOf(prefix.toLowerCase());
  if (!named) return { kind: "unknownPrefix", prefix };
  return named.id === chainId
    ? { kind: "address", address }
    : { kind: "otherChain", prefix, chain: named.name };
}

function chainOf(prefix: string): { id: number; name: string } | undefined {
  const [, digits] = /^eip155:(\d+)$/.exec(prefix) ?? [];
  if (digits === undefined) return Object.hasOwn(chainPrefixes, prefix) ? chainPrefixes[prefix] : undefined;
  const id = Number(digits);
  return Object.values(chainPrefixes).find((each) => each.id === id) ?? { id, name: digits };
}

/** What the form holds of an entry: an address, nothing, or what was entered where it is neither, or not yet. */
export function ownerOf(entry: OwnerEntry, text: string): string {
  switch (entry.kind) {
    case "empty":
      return "";
    case "address":
      return entry.address;
    case "ens":
    case "otherChain":
    case "unknownPrefix":
      return text;
    default:
      throw new Error(`unknown entry ${JSON.stringify(entry satisfies never)}`);
  }
}
