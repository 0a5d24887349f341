import { setTimeout as delay } from "node:timers/promises";
import type { Hex } from "viem";
import { findReceipt, type ChainClient } from "../node/chain-client.ts";
import { pauseMining, resumeMining } from "../node/mining.ts";
import { broadcastOf, isDeliveryOf, tapOnce } from "../node/taps.ts";
import { unlessAborted, until } from "../world/wait.ts";
import type { World } from "../world/world.ts";
import { customerOf, reached, type Fault } from "./scene.ts";

/** Where the chain is put back to. */
type Mark = { id: Hex; takenAt: number };

/** The chain forgets everything since before the order was paid. The payment comes back later, or never. */
const paymentRemoved: Fault = {
  name: "reorganisation removes the payment",
  area: "chain",
  inject: async (scene, draw) => {
    const mark = await markChain(scene.world.chain);
    const at = draw.at === "placed" ? "paid" : draw.at;
    const order = await reached(scene, draw, at);
    if (!order) return false;
    await delay(draw.delayMs);
    const { wallet } = customerOf(scene, draw);
    const payments = wallet.sent.map(({ hash }) => hash);
    const removed = await reorganise(scene.world, mark, payments);
    // The wallets of the others notice at once.
    for (const other of scene.customers) if (other.wallet !== wallet) await other.wallet.resend();
    await delay(draw.durationMs);
    if (draw.coin) await wallet.resend();
    return removed;
  },
};

/** The chain forgets a delivery that was mined, but not its payment. */
const deliveryRemoved: Fault = {
  name: "reorganisation removes the delivery",
  area: "chain",
  inject: async (scene, draw) => {
    const order = await reached(scene, draw, "placed");
    if (!order) return false;
    const { chain, taps } = scene.world;
    const marks: Mark[] = [];
    const tap = tapOnce(taps.before, isDeliveryOf(order), async () => {
      marks.push(await markChain(chain));
    });
    const call = await unlessAborted(tap.done, scene.over);
    tap.remove();
    const [mark] = marks;
    const hash = call && broadcastOf(call)?.hash;
    if (!mark || !hash) return false;
    const mined = until(() => findReceipt(chain, hash), scene.over);
    if (!(await unlessAborted(mined, scene.over))) return false;
    await delay(draw.delayMs * draw.count);
    const removed = await reorganise(scene.world, mark, [hash]);
    for (const { wallet } of scene.customers) await wallet.resend();
    return removed;
  },
};

export const reorgFaults: Fault[] = [paymentRemoved, deliveryRemoved];

async function markChain(chain: ChainClient): Promise<Mark> {
  return { id: await chain.snapshot(), takenAt: Date.now() };
}

/**
 * Puts other blocks in the place of all since the mark, and one more, as a longer branch does. The servers see nothing
 * in between.
 * @returns whether these transactions were mined, and are not any more
 */
async function reorganise({ chain, taps }: World, mark: Mark, hashes: Hex[]): Promise<boolean> {
  const over = Promise.withResolvers<void>();
  const wait = () => over.promise;
  taps.before.add(wait);
  await pauseMining(chain);
  try {
    const before = await Promise.all(hashes.map((hash) => findReceipt(chain, hash)));
    const head = await chain.getBlockNumber();
    await chain.revert({ id: mark.id });
    // Going back, the chain puts its clock back as well.
    await chain.increaseTime({ seconds: Math.floor((Date.now() - mark.takenAt) / 1_000) });
    const lost = head - (await chain.getBlockNumber());
    await chain.mine({ blocks: Number(lost) + 1, interval: 1 });
    const after = await Promise.all(hashes.map((hash) => findReceipt(chain, hash)));
    return before.some((receipt, index) => receipt !== null && after[index]?.blockHash !== receipt.blockHash);
  } finally {
    await resumeMining(chain);
    taps.before.delete(wait);
    over.resolve();
  }
}
