import {
  decodeAbiParameters,
  encodeAbiParameters,
  getContractAddress,
  isAddress,
  isHex,
  keccak256,
  size,
  slice,
  type Address,
  type Hex,
} from "viem";
import { tokenCreations } from "./creations.ts";
import type { Order, TokenOrder } from "#lib/shared/order.ts";
import { orderBody, type OrderBody } from "#lib/shared/order-body.ts";
import { contractName, kindOf, kinds } from "./kinds.ts";
import { toUnits } from "#lib/shared/amounts/units.ts";

const tokenFields = [
  "name",
  "symbol",
  "decimals",
  "supply",
  "features",
  "cap",
  "owner",
  "deployer",
  "chainId",
  "salt",
] as const;
type TokenField = (typeof tokenFields)[number];

/** What an order may turn out to be wrong in. */
export type OrderField = TokenField | "price" | "checkout" | "address" | "initcode";

/** What is known of an order without its server's word for it: who it is paid to, where it lives, what was asked for. */
export type Expected = { checkout: Address; address?: string; body?: OrderBody };

/** A token in values that are equal exactly where two tokens are the same. */
type Comparable = { [Field in TokenField]: unknown };

const WORD_BYTES = 32;
/** Of the few codes that a page or a server has in hand at once, each with its arguments and without. */
const MOST_HASHES = 16;

const plain = [
  { name: "name", type: "string" },
  { name: "symbol", type: "string" },
  { name: "decimals", type: "uint8" },
  { name: "supply", type: "uint256" },
  { name: "owner", type: "address" },
] as const;
const capped = [...plain, { name: "cap", type: "uint256" }] as const;

/**
 * In what an order, as a server tells it, is not what it says: nothing where its address commits to exactly the token
 * that it shows, its price is the sum of its parts, and it is the one that is expected.
 */
export function differencesIn(order: Order, expected: Expected): OrderField[] {
  const parsed = orderBody.safeParse(Object.fromEntries(tokenFields.map((field) => [field, order[field]])));
  if (!parsed.success) {
    const paths = new Set(parsed.error.issues.map(({ path }) => path[0]));
    return tokenFields.filter((field) => paths.has(field));
  }
  const asked = expected.body && { ...expected.body, owner: expected.body.owner ?? expected.body.deployer };
  const found: OrderField[] = asked ? unequal(toComparable(order), toComparable({ ...order, ...asked })) : [];
  if (order.checkout !== expected.checkout) found.push("checkout");
  if (!isSumOfParts(order)) found.push("price");
  found.push(...differencesOfCode(order, expected));
  return [...new Set(found)];
}

/**
 * The same of an order that its payer has paid, which binds it to its address: its Checkout may be a former one, and its
 * code of a former version, as long as that is given the arguments of the token that the order shows.
 */
export function differencesOfPaid(order: Order, { address }: { address: string }): OrderField[] {
  if (!isAddress(order.checkout)) return ["checkout"];
  const found = differencesIn(order, { checkout: order.checkout, address });
  const isGivenThem = isHex(order.initcode) && hasArguments(order.initcode, order);
  return isGivenThem ? found.filter((field) => field !== "initcode") : found;
}

/** Whether an initcode, of whatever code, ends with the arguments of a token. */
export function hasArguments(initcode: Hex, token: TokenOrder): boolean {
  const { name, symbol, decimals, owner, cap } = token;
  const values = [name, symbol, decimals, toUnits(token.supply, decimals), owner] as const;
  const encoded =
    cap === null
      ? encodeAbiParameters(plain, values)
      : encodeAbiParameters(capped, [...values, toUnits(cap, decimals)]);
  return initcode.endsWith(encoded.slice(2));
}

function differencesOfCode(order: Order, { checkout, address = order.address }: Expected): OrderField[] {
  const { initcode, salt } = order;
  if (!isHex(initcode)) return ["initcode"];
  const bytecodeHash = hashOf(initcode);
  const committed = getContractAddress({ opcode: "CREATE2", from: checkout, salt, bytecodeHash });
  const isThere = order.address === committed && address.toLowerCase() === committed.toLowerCase();
  const found = readInitcode(initcode);
  if (!found) return ["initcode", ...(isThere ? [] : ["address" as const])];
  const shown = { ...toComparable(order), features: contractName(kindOf(order)) };
  return [...unequal(shown, { ...shown, ...found }), ...(isThere ? [] : ["address" as const])];
}

const hashes = new Map<Hex, Hex>();

/** The Keccak-256 of a code, kept: to check an order is half of it this, and that is the same whatever else changes. */
export function hashOf(code: Hex): Hex {
  const hash = hashes.get(code) ?? keccak256(code);
  if (hashes.size >= MOST_HASHES) hashes.clear();
  hashes.set(code, hash);
  return hash;
}

/** Whether an initcode is of a contract that is known here. */
export function isOfThisVersion(initcode: Hex): boolean {
  return readInitcode(initcode) !== undefined;
}

/** The token that an initcode creates; undefined unless its kind is known, and its arguments encoded as by Solidity. */
function readInitcode(initcode: Hex): Partial<Comparable> | undefined {
  for (const kind of kinds) {
    const features = contractName(kind);
    const data = constructorData(initcode, features);
    if (data === undefined) continue;
    try {
      return { ...(kind.isCapped ? readCapped(data) : readPlain(data)), features };
    } catch {
      return undefined;
    }
  }
  return undefined;
}

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
  if (hashOf(slice(initcode, 0, creation.size)) !== creation.hash) return undefined;
  return `0x${initcode.slice(2 + 2 * creation.size)}`;
}

function readPlain(data: Hex): Partial<Comparable> {
  const values = decodeAbiParameters(plain, data);
  requireCanonical(data, encodeAbiParameters(plain, values));
  const [name, symbol, decimals, supply, owner] = values;
  return { name, symbol, decimals, supply, owner, cap: null };
}

function readCapped(data: Hex): Partial<Comparable> {
  const values = decodeAbiParameters(capped, data);
  requireCanonical(data, encodeAbiParameters(capped, values));
  const [name, symbol, decimals, supply, owner, cap] = values;
  return { name, symbol, decimals, supply, owner, cap };
}

/** A decoder overlooks bytes that it has no use for, and replaces those that are no UTF-8. */
function requireCanonical(data: Hex, encoded: Hex) {
  if (data !== encoded) throw new Error("These arguments are not encoded as Solidity does.");
}

function toComparable(token: TokenOrder): Comparable {
  const { name, symbol, decimals, owner, deployer, chainId, salt, features, cap } = token;
  return {
    name,
    symbol,
    decimals,
    supply: toUnits(token.supply, decimals),
    features: contractName(kindOf({ features, cap: null })),
    cap: cap === null ? null : toUnits(cap, decimals),
    owner,
    deployer,
    chainId,
    salt,
  };
}

function unequal(one: Comparable, other: Comparable): TokenField[] {
  return tokenFields.filter((field) => one[field] !== other[field]);
}

function isSumOfParts({ price, priceParts }: Order): boolean {
  const isAmount = [price, priceParts.fee, priceParts.network].every((wei) => /^\d+$/.test(wei));
  return isAmount && BigInt(price) === BigInt(priceParts.fee) + BigInt(priceParts.network);
}
