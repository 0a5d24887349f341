import type { Hex } from "viem";
import type { OrderRow } from "#lib/base/schema.ts";
import { encodeDeliver } from "#lib/checkout/deliver.ts";
import { priceOf } from "#lib/shared/standing.ts";
import type { BenchWorld } from "../../parts/bench-world.ts";
import { earnedWei, untilEarned } from "../../parts/counted-deliveries.ts";
import { eachAtMost } from "../../parts/each-at-most.ts";

const AT_ONCE = 16;
const MAX_FEE_PER_GAS = 100_000_000_000n;

/**
 * The limit of a chain: every delivery is signed before the clock starts, by one account, and all of them are sent as
 * fast as the node takes them. @returns in how many milliseconds they were mined
 */
export async function deliverBare(world: BenchWorld, orders: OrderRow[], timeoutMs: number): Promise<number> {
  const { client, fundedKey } = world.chain;
  const { account } = await fundedKey();
  const gas = await gasOf(world, account.address, orders);
  const signed = await eachAtMost(AT_ONCE, orders, (order, nonce) =>
    account.signTransaction({
      type: "eip1559",
      chainId: order.chainId,
      to: order.checkout,
      data: encodeDeliver(order),
      nonce,
      gas,
      maxFeePerGas: MAX_FEE_PER_GAS,
      maxPriorityFeePerGas: 1n,
    }),
  );
  const wanted = orders.reduce((sum, order) => sum + priceOf(order), await earnedWei(world));
  await world.chain.mineEvery(1);
  const startedAt = performance.now();
  await eachAtMost(AT_ONCE, signed, (serializedTransaction: Hex) =>
    client.sendRawTransaction({ serializedTransaction }),
  );
  await untilEarned(world, wanted, timeoutMs);
  return performance.now() - startedAt;
}

/** Orders of one kind need the same, but for a few bytes of their names. */
async function gasOf({ chain: { client } }: BenchWorld, account: Hex, [order]: OrderRow[]): Promise<bigint> {
  if (!order) throw new Error("There is nothing to deliver.");
  const estimate = await client.estimateGas({ account, to: order.checkout, data: encodeDeliver(order) });
  return (estimate * 12n) / 10n;
}
