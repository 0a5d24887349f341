import { setTimeout as delay } from "node:timers/promises";
import { mostWaitMs } from "../books/waits.ts";
import { askForUnpaid, askForVictims } from "../hostile/asking.ts";
import type { Attack, Target } from "../hostile/attack.ts";
import { holdConnections } from "../hostile/connecting.ts";
import { clone, floodWithOrders } from "../hostile/ordering.ts";
import { floodWithPayments } from "../hostile/paying.ts";
import { addressIn, type FaultPlan } from "../plan/plan.ts";
import { seeded } from "../plan/random.ts";
import type { Customer } from "../world/customer.ts";
import { unlessAborted, until } from "../world/wait.ts";
import { chainOf, customerOf, reached, type Fault, type Scene } from "./scene.ts";

/** An attack is given up once it has kept somebody waiting for too long for certain. */
const MARGIN_MS = 5_000;
const ADDRESSES = 3;

const attacks: [name: string, begin: (target: Target) => Promise<Attack>][] = [
  ["unpaid orders asked for in a loop", askForUnpaid],
  ["the victim's order asked for in a loop", askForVictims],
  ["clones of the victim's order", clone],
  ["flood of orders", floodWithOrders],
  ["flood of small payments", floodWithPayments],
  ["slow bodies and half-open connections", holdConnections],
];

/** From the first order that is placed, until everybody has what they paid for. */
export const hostileFaults: Fault[] = attacks.map(([name, begin]) => ({
  name: `hostile: ${name}`,
  area: "hostile",
  inject: async (scene, draw) => {
    const order = await reached(scene, draw, "placed");
    if (!order) return false;
    const { world, plan, strangers, waits, wrong } = scene;
    const attack = await begin({
      world,
      chain: chainOf(scene, draw),
      victim: customerOf(scene, draw),
      order,
      addresses: addressesOf(customerOf(scene, draw), scene, draw),
      random: seeded(plan.seed, plan.run, name),
      note: (status) => scene.hostileStatuses.push(status),
      admit: (stranger) => strangers.add(stranger),
    });
    const signal = AbortSignal.timeout(mostWaitMs(world) + MARGIN_MS);
    await Promise.all([
      delay(draw.durationMs),
      unlessAborted(
        until(async () => waits.areOver() || null, signal),
        signal,
      ),
    ]);
    const isFelt = attack.isFelt();
    wrong.push(...(await attack.stop()));
    return isFelt;
  },
}));

/** Attackers come from few addresses. One may be the victim's own, as where many share one way to the network. */
function addressesOf({ plan }: Customer, { plan: { run } }: Scene, { coin }: FaultPlan): string[] {
  const own = Array.from({ length: ADDRESSES }, (_, host) => addressIn(11, run, host));
  return coin ? [plan.from, ...own] : own;
}
