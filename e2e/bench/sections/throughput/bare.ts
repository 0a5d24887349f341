import type { Hex } from "viem";
import type { OrderRow } from "#lib/base/schema.ts";
import { encodeDeliver } from "#lib/checkout/deliver.ts";
import { priceOf } from "#lib/shared/standing.ts";
import type { BenchWorld } from "../../parts/bench-world.ts";
import { earnedWei, timeDeliveries, untilEarned, type Timed } from "../../parts/counted-deliveries.ts";
import { eachAtMost } from "../../parts/each-at-most.ts";

const AT_ONCE = 16;
const MAX_FEE_PER_GAS = 100_000_000_000n;

/**
 * The limit of a chain: every delivery is signed beforehand, by one account, and all of them are sent as fast as the node
 * takes them.
 */
export async function deliverBare(world: BenchWorld, orders: OrderRow[], timeoutMs: number): Promise<Timed> {
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
  const sendAll = async () => {
    await eachAtMost(AT_ONCE, signed, (serializedTransaction: Hex) =>
      client.sendRawTransaction({ serializedTransaction }),
    );
    await untilEarned(world, wanted, timeoutMs);
  };
  return timeDeliveries(world, sendAll, timeoutMs);
}

/** Orders of one kind need the same, but for a few bytes of their names. */
async function gasOf({ chain: { client } }: BenchWorld, account: Hex, [order]: OrderRow[]): Promise<bigint> {
  if (!order) throw new Error("There is nothing to deliver.");
  const estimate = await client.estimateGas({ account, to: order.checkout, data: encodeDeliver(order) });
  return (estimate * 12n) / 10n;
}
