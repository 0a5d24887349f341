import { bytesToHex, hexToBytes, keccak256, type Address, type Hex } from "viem";

/** What an address is to begin with, after its 0x, and to end with: hexadecimal digits, of either case. */
export type AddressPattern = { begins: string; ends: string };

/** Everything that an address follows from but its salt, and the salt to begin with. */
export type AddressSearch = { checkout: Address; initcodeHash: Hex; first: Hex; pattern: AddressPattern };

/** As many digits as can be searched for while somebody waits. */
export const MOST_DIGITS = 5;

const CREATE2 = 0xff;
const SALT_AT = 21;
const COUNTER_AT = 45;

/** Whether somebody may search for it: some digits, and no more than {@link MOST_DIGITS}. */
export function isPattern({ begins, ends }: AddressPattern): boolean {
  const digits = begins + ends;
  return /^[0-9a-f]+$/i.test(digits) && digits.length <= MOST_DIGITS;
}

/** How many salts have to be tried on average. */
export function expectedTries({ begins, ends }: AddressPattern): number {
  return 16 ** (begins.length + ends.length);
}

/**
 * Tries salts one after the other, counted up from the first, for one whose address is as wanted.
 * @param from how many have been tried before
 * @returns null if it is none of these
 * @see ERC-1014
 */
export function searchSalt(search: AddressSearch, from: number, tries: number): Hex | null {
  const { checkout, initcodeHash, first, pattern } = search;
  const bytes = new Uint8Array([
    CREATE2,
    ...hexToBytes(checkout),
    ...hexToBytes(first),
    ...hexToBytes(initcodeHash),
  ]);
  const counter = new DataView(bytes.buffer, COUNTER_AT, 8);
  const start = counter.getBigUint64(0);
  const matches = matcher(pattern);
  for (let index = from; index < from + tries; index++) {
    counter.setBigUint64(0, start + BigInt(index));
    if (matches(keccak256(bytes, "bytes"))) return bytesToHex(bytes.subarray(SALT_AT, SALT_AT + 32));
  }
  return null;
}

/** Looks at the last 20 bytes of a hash, and at no more of them than has digits to compare. */
function matcher({ begins, ends }: AddressPattern): (hash: Uint8Array) => boolean {
  const wanted = [...digitsOf(begins, 24), ...digitsOf(ends, 64 - ends.length)];
  return (hash) => wanted.every(({ at, digit }) => digitAt(hash, at) === digit);
}

/** Each digit of a text, and where it is wanted. */
function digitsOf(text: string, from: number): { at: number; digit: number }[] {
  return Array.from(text, (digit, index) => ({ at: from + index, digit: Number.parseInt(digit, 16) }));
}

function digitAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at >> 1] ?? 0;
  return at % 2 === 0 ? byte >> 4 : byte & 15;
}
