import { parseGwei, type Hex } from "viem";
import type { Order } from "#lib/shared/order.ts";
import { findReceipt, type ChainClient } from "../node/chain-client.ts";
import { pauseMining, resumeMining } from "../node/mining.ts";
import { broadcastOf, isDeliveryOf, tapOnce, type Broadcast } from "../node/taps.ts";
import type { FaultPlan } from "../plan/plan.ts";
import { seeded, word } from "../plan/random.ts";
import { openCustomerWallet, refundCall } from "../world/customer-wallet.ts";
import { unlessAborted, until } from "../world/wait.ts";
import { chainOf, customerOf, reached, type Fault, type Scene } from "./scene.ts";

const HIGH_TIP_WEI = parseGwei("50");
const LOW_TIP_WEI = 1n;
const DELIVERY_GAS = 6_000_000n;

type Rival = (scene: Scene, draw: FaultPlan, race: { order: Order; broadcast: Broadcast }) => Promise<Hex>;

/** Holds the next block back until a rival's transaction and the server's delivery can both be in it. */
function racing(name: string, send: Rival): Fault {
  return {
    name,
    area: "chain",
    inject: async (scene, draw) => {
      const order = await reached(scene, draw, "placed");
      if (!order) return false;
      const { client, taps } = chainOf(scene, draw);
      let hashes: Hex[] = [];
      const before = tapOnce(taps.before, isDeliveryOf(order), async (call) => {
        const broadcast = broadcastOf(call);
        if (!broadcast) return;
        await pauseMining(client);
        hashes = [broadcast.hash, await send(scene, draw, { order, broadcast })];
      });
      try {
        await unlessAborted(before.done, scene.over);
        if (hashes.length === 0) return false;
        // The answer to the broadcast may come only with the block.
        const areThere = until(async () => (await areKnown(client, hashes)) || null, scene.over);
        if (await unlessAborted(areThere, scene.over)) await client.mine({ blocks: 1 });
      } finally {
        before.remove();
        await resumeMining(client);
      }
      const receipts = await Promise.all(hashes.map((hash) => findReceipt(client, hash)));
      const [ours, rival] = receipts.map((receipt) => receipt?.blockNumber);
      return ours !== undefined && ours === rival;
    },
  };
}

async function areKnown(client: ChainClient, hashes: Hex[]): Promise<boolean> {
  const known = await Promise.allSettled(hashes.map((hash) => client.getTransaction({ hash })));
  return known.every(({ status }) => status === "fulfilled");
}

const stranger: Rival = async (scene, draw, { broadcast: { to, data } }) => {
  const { seed, run } = scene.plan;
  const wallet = await openCustomerWallet(chainOf(scene, draw), word(seeded(seed, run, "stranger")));
  return wallet.send({ to, data, gas: DELIVERY_GAS, tipWei: HIGH_TIP_WEI });
};

const refund: Rival = async (scene, draw, { order }) => {
  const tipWei = draw.coin ? HIGH_TIP_WEI : LOW_TIP_WEI;
  const { wallet } = customerOf(scene, draw);
  return wallet.send({ to: order.checkout, data: refundCall(order.address), tipWei });
};

export const raceFaults: Fault[] = [
  racing("delivery by a stranger in the same block", stranger),
  racing("refund in the same block", refund),
];
