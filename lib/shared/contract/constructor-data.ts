import { keccak256, size, slice, type Hex } from "viem";
import { tokenCreations } from "#lib/shared/abi.ts";

const WORD_BYTES = 32;

/**
 * What the constructor of a kind of token is given, ABI-encoded, as it stands at the end of an initcode.
 * @param name of the contract
 * @returns undefined where the code before it is not that of this contract
 */
export function constructorData(initcode: Hex, name: string): Hex | undefined {
  const creation = tokenCreations[name];
  if (!creation) return undefined;
  // Arguments are whole words, so that most kinds are ruled out by their length, without the work of a hash.
  if ((size(initcode) - creation.size) % WORD_BYTES !== 0) return undefined;
  if (keccak256(slice(initcode, 0, creation.size)) !== creation.hash) return undefined;
  return `0x${initcode.slice(2 + 2 * creation.size)}`;
}
