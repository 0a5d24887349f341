import { privateKeyToAddress } from "viem/accounts";
import { word } from "../plan/random.ts";
import { referenceOf } from "../world/customer.ts";
import { ask, bodyLikeVictims, repeat, type Attack, type Target } from "./attack.ts";

/** How many ask at once, and how long each waits before it asks again: as much as one machine can take beside itself. */
const LOOPS = 50;
const PAUSE_MS = 100;
const UNPAID_ORDERS = 5;

/** Loops that ask for orders that nobody has paid, the first of them in the victim's name. */
export async function askForUnpaid(target: Target): Promise<Attack> {
  const { victim, random } = target;
  const deployers = [
    victim.wallet.account.address,
    ...Array.from({ length: UNPAID_ORDERS - 1 }, () => privateKeyToAddress(word(random))),
  ];
  const bodies = deployers.map((deployer) => bodyLikeVictims(target, deployer));
  const admitted = new Set<number>();
  const loops = repeat(LOOPS, PAUSE_MS, async (worker, signal) => {
    // The whole order places it, where it is not.
    const order = bodies[worker % bodies.length];
    const { body } = await ask(target, worker, { path: "/api/deploy", body: order, signal });
    if (body.code === "deployment_in_progress") admitted.add(worker);
  });
  return {
    isFelt: loops.isFelt,
    stop: async () => {
      await loops.stop();
      return admitted.size > 0
        ? [`${admitted.size} loops that had paid nothing came as far as the lock.`]
        : [];
    },
  };
}

/** Strangers that ask for the victim's own order. */
export async function askForVictims(target: Target): Promise<Attack> {
  const loops = repeat(LOOPS, PAUSE_MS, async (worker, signal) => {
    await ask(target, worker, { path: "/api/deploy", body: referenceOf(target.order), signal });
  });
  return { isFelt: loops.isFelt, stop: () => loops.stop().then(() => []) };
}
