import "server-only";
import { tokenAbi } from "./abi.ts";
import type { Chain } from "./chains.ts";
import type { OrderRow } from "./schema.ts";
import { hasOwner } from "./token.ts";

/** Nodes that keep no archive still have the state of this many blocks. */
const STATE_HISTORY = 64n;

/** The token on the chain is not the one that was ordered. */
export class TokenMismatch extends Error {
  constructor(order: OrderRow, fields: string[]) {
    super(`The token at ${order.address} differs from its order in ${fields.join(", ")}.`);
    this.name = "TokenMismatch";
  }
}

/**
 * Reads the token back as it was in the block of its delivery and compares it with its order. Of a token that was
 * delivered long ago only what can never change is compared: supply and owner may have changed since.
 *
 * @throws {TokenMismatch} naming the fields that differ
 */
export async function verifyToken(chain: Chain, order: OrderRow, deliveredIn: bigint): Promise<void> {
  const head = await chain.client.getBlockNumber();
  const fresh = head - deliveredIn < STATE_HISTORY;
  const blockNumber = fresh ? deliveredIn : head;
  const token = { address: order.address, abi: tokenAbi, blockNumber } as const;
  const [code, name, symbol, decimals, supply, balance, owner] = await Promise.all([
    chain.client.getCode({ address: order.address, blockNumber }),
    chain.client.readContract({ ...token, functionName: "name" }),
    chain.client.readContract({ ...token, functionName: "symbol" }),
    chain.client.readContract({ ...token, functionName: "decimals" }),
    chain.client.readContract({ ...token, functionName: "totalSupply" }),
    chain.client.readContract({ ...token, functionName: "balanceOf", args: [order.owner] }),
    hasOwner({ features: order })
      ? chain.client.readContract({ ...token, functionName: "owner" })
      : order.owner,
  ]);
  const equal = {
    code: code !== undefined,
    name: name === order.name,
    symbol: symbol === order.symbol,
    decimals: decimals === order.decimals,
    supply: !fresh || (supply === order.supplyUnits && balance === order.supplyUnits),
    owner: !fresh || owner === order.owner,
  };
  const wrong = Object.entries(equal).flatMap(([field, isEqual]) => (isEqual ? [] : [field]));
  if (wrong.length > 0) throw new TokenMismatch(order, wrong);
}
