import { setTimeout as delay } from "node:timers/promises";
import { findReceipt } from "../node/chain-client.ts";
import { markChain, reorganise, type Mark } from "../node/reorganise.ts";
import { broadcastOf, isDeliveryOf, tapOnce } from "../node/taps.ts";
import { nodeKinds, type Needs } from "../plan/plan.ts";
import { unlessAborted, until } from "../world/wait.ts";
import { chainOf, customersOn, customerOf, reached, type Fault } from "./scene.ts";

/** The chain forgets everything since before the order was paid. The payment comes back later, or never. */
function removingPayment(name: string, needs: Needs): Fault {
  return {
    name,
    area: "chain",
    needs,
    inject: async (scene, draw) => {
      const chain = chainOf(scene, draw);
      const mark = await markChain(chain);
      const at = draw.at === "placed" ? "paid" : draw.at;
      const order = await reached(scene, draw, at);
      if (!order) return false;
      await delay(draw.delayMs);
      const customer = customerOf(scene, draw);
      const { wallet } = customer;
      const payments = wallet.sent.map(({ hash }) => hash);
      const removed = await reorganise(chain, mark, payments);
      // The wallets of the others notice at once.
      const others = customersOn(chain, scene).filter((other) => other.wallet !== wallet);
      for (const other of others) await other.wallet.resend();
      if (removed && !draw.coin) scene.waits.forget(customer);
      await delay(draw.durationMs);
      if (draw.coin) await wallet.resend();
      return removed;
    },
  };
}

/** The chain forgets a delivery that was mined, but not its payment. */
function removingDelivery(name: string, needs: Needs): Fault {
  return {
    name,
    area: "chain",
    needs,
    inject: async (scene, draw) => {
      const order = await reached(scene, draw, "placed");
      if (!order) return false;
      const chain = chainOf(scene, draw);
      const marks: Mark[] = [];
      const tap = tapOnce(chain.taps.before, isDeliveryOf(order), async () => {
        marks.push(await markChain(chain));
      });
      const call = await unlessAborted(tap.done, scene.over);
      tap.remove();
      const [mark] = marks;
      const hash = call && broadcastOf(call)?.hash;
      if (!mark || !hash) return false;
      const mined = until(() => findReceipt(chain.client, hash), scene.over);
      if (!(await unlessAborted(mined, scene.over))) return false;
      await delay(draw.delayMs * draw.count);
      const removed = await reorganise(chain, mark, [hash]);
      for (const { wallet } of customersOn(chain, scene)) await wallet.resend();
      return removed;
    },
  };
}

export const reorgFaults: Fault[] = [
  ...nodeKinds.flatMap((node) => [
    removingPayment(`reorganisation on ${node} removes the payment`, { node }),
    removingDelivery(`reorganisation on ${node} removes the delivery`, { node }),
  ]),
  removingDelivery("reorganisation removes a delivery with one confirmation of three", {
    setting: { confirmations: 3 },
  }),
];
