import "server-only";
import { isAddressEqual, parseEventLogs, zeroAddress, type TransactionReceipt } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { ChainUnavailable } from "#lib/base/errors/unavailable.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { tokenAbi } from "#lib/shared/abi.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import { hasOwner } from "#lib/shared/contract/kinds.ts";

/** The token on the chain is not the one that was ordered. */
export class TokenMismatch extends Error {
  constructor(order: OrderRow, fields: string[]) {
    super(`The token at ${order.address} differs from its order in ${fields.join(", ")}.`);
    this.name = "TokenMismatch";
  }
}

/**
 * Reads the token back and compares it with its order: what can never change from its state, and the supply and the
 * owner it began with from the events of its creation, since both may have changed in the very same block.
 *
 * @param creation the receipt of the transaction that created the token
 * @throws {TokenMismatch} naming the fields that differ
 * @throws {ChainUnavailable} if the node that was asked does not have the token yet; or what viem says of that
 */
export async function verifyToken(
  chain: Chain,
  order: OrderRow,
  creation: TransactionReceipt,
): Promise<void> {
  const token = { address: order.address, abi: tokenAbi } as const;
  const [code, name, symbol, decimals] = await Promise.all([
    chain.client.getCode({ address: order.address }),
    chain.client.readContract({ ...token, functionName: "name" }),
    chain.client.readContract({ ...token, functionName: "symbol" }),
    chain.client.readContract({ ...token, functionName: "decimals" }),
  ]);
  if (code === undefined)
    throw new ChainUnavailable(
      new Error(`The node has no code at ${order.address} yet, and a receipt for it.`),
    );
  const logs = creation.logs.filter((log) => isAddressEqual(log.address, order.address));
  const events = parseEventLogs({ abi: tokenAbi, logs });
  const mint = events.find((event) => event.eventName === "Transfer");
  const ownership = events.find((event) => event.eventName === "OwnershipTransferred");
  const equal = {
    name: name === order.name,
    symbol: symbol === order.symbol,
    decimals: decimals === order.decimals,
    supply: mint?.args.from === zeroAddress && mint.args.value === order.supplyUnits,
    holder: mint?.args.to === order.owner,
    owner: hasOwner(onlyFeatures(...order.features))
      ? ownership?.args.newOwner === order.owner
      : ownership === undefined,
  };
  const wrong = Object.entries(equal).flatMap(([field, isEqual]) => (isEqual ? [] : [field]));
  if (wrong.length > 0) throw new TokenMismatch(order, wrong);
}
