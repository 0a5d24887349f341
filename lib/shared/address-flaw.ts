import { isAddress } from "viem";

/** What may be wrong with a text that should be an address, and by how many characters. */
export type AddressFlaw =
  | { code: "address" | "checksum" }
  | { code: "shortAddress" | "longAddress"; count: number };

const LENGTH = 42;

/** What is wrong with an address, as a person may have mistyped it; undefined where it is one: checksummed (ERC-55), or all lower case. */
export function addressFlawOf(text: string): AddressFlaw | undefined {
  if (isAddress(text)) return undefined;
  if (!/^0x[0-9a-f]*$/i.test(text)) return { code: "address" };
  const missing = LENGTH - text.length;
  if (missing > 0) return { code: "shortAddress", count: missing };
  return missing < 0 ? { code: "longAddress", count: -missing } : { code: "checksum" };
}
