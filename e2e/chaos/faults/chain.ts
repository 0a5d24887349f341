import { setTimeout as delay } from "node:timers/promises";
import { isNotNull, sql } from "drizzle-orm";
import { parseGwei, TransactionNotFoundError, type Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { orders } from "#lib/base/schema.ts";
import { findReceipt, type ChainClient } from "../node/chain-client.ts";
import { holdBaseFee } from "../node/mining.ts";
import { broadcastOf, isBroadcast, isDeliveryOf, tapAll, tapOnce, type Broadcast } from "../node/taps.ts";
import type { TestChain } from "../node/test-chain.ts";
import type { FaultPlan } from "../plan/plan.ts";
import { seeded, word } from "../plan/random.ts";
import { insist, unlessAborted, until } from "../world/wait.ts";
import { chainOf, customerOf, reached, type Fault, type Scene } from "./scene.ts";

/** Below what the servers may offer at most. */
const MOST_BASE_FEE_WEI = parseGwei("400");
/** Longer than servers keep what they once read of gas and balances. */
const FORGOTTEN_MS = 2_500;
/** Far less than a block. */
const DROP_POLL_MS = 20;

/** The node forgets the delivery, each time that it is sent within a while. */
const dropped: Fault = {
  name: "transaction dropped from the mempool",
  area: "chain",
  inject: async (scene, draw) => {
    const order = await reached(scene, draw, "placed");
    if (!order) return false;
    const { client, taps } = chainOf(scene, draw);
    const isDelivery = isDeliveryOf(order);
    const gone = Promise.withResolvers<true>();
    const tap = tapAll(taps.before, async (call) => {
      const hash = isDelivery(call) && broadcastOf(call)?.hash;
      if (hash) void dropOnceThere(client, hash, scene.over).then((did) => did && gone.resolve(true));
      return false;
    });
    try {
      const struck = await unlessAborted(gone.promise, scene.over);
      if (struck) await delay(draw.durationMs);
      return struck ?? false;
    } finally {
      tap.remove();
    }
  },
};

/** The base fee rises above what the delivery offers, for a while or for as long as the run takes. */
const stuck: Fault = {
  name: "transaction stuck under a raised base fee",
  area: "chain",
  inject: async (scene, draw) => {
    const order = await reached(scene, draw, "placed");
    if (!order) return false;
    const { client, taps } = chainOf(scene, draw);
    const releases: (() => Promise<void>)[] = [];
    const tap = tapOnce(taps.before, isDeliveryOf(order), async (call) => {
      const offer = broadcastOf(call)?.maxFeePerGas ?? MOST_BASE_FEE_WEI;
      const baseFee = offer + (offer * BigInt(draw.count)) / 4n + 1n;
      if (baseFee < MOST_BASE_FEE_WEI) releases.push(holdBaseFee(client, baseFee));
    });
    const call = await unlessAborted(tap.done, scene.over);
    tap.remove();
    const hash = call && broadcastOf(call)?.hash;
    const [release] = releases;
    if (!hash || !release) return false;
    await delay(draw.durationMs);
    const isStuck = (await findReceipt(client, hash)) === null;
    if (draw.coin) scene.afterwards.push(release);
    else await release();
    return isStuck;
  },
};

/** Something else that has the servers' key uses the nonce of the delivery first. */
const nonceTaken: Fault = {
  name: "nonce taken by a foreign transaction",
  area: "chain",
  inject: async (scene, draw) => {
    const order = await reached(scene, draw, "placed");
    if (!order) return false;
    const { world, foreign, over } = scene;
    const chain = chainOf(scene, draw);
    const tap = tapOnce(chain.taps.before, isDeliveryOf(order), async (call) => {
      const broadcast = broadcastOf(call);
      if (broadcast) foreign.add(await sendForeign(chain, world.sender, broadcast));
    });
    const call = await unlessAborted(tap.done, over);
    tap.remove();
    const [hash] = foreign;
    if (!call || !hash) return false;
    const mined = until(() => findReceipt(chain.client, hash), over);
    return (await unlessAborted(mined, over)) !== null;
  },
};

/** The servers' account is empty until somebody fills it again. */
const outOfFunds: Fault = {
  name: "deployer out of funds",
  area: "chain",
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, "placed"))) return false;
    const { sender } = scene.world;
    const { client, taps } = chainOf(scene, draw);
    const balanceWei = await client.getBalance({ address: sender.address });
    await client.setBalance({ address: sender.address, value: 0n });
    const tap = tapAll(
      taps.after,
      async (call, result) => isBroadcast(call) && result !== null && "error" in result,
    );
    const struck = await unlessAborted(tap.struck, scene.over);
    tap.remove();
    if (struck) await delay(draw.durationMs);
    await client.setBalance({ address: sender.address, value: balanceWei });
    return struck ?? false;
  },
};

/** The account is emptied after an order was accepted. Nobody is sold anything until it is filled again. */
const emptied: Fault = {
  name: "deployer emptied after an order, and refilled",
  area: "chain",
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, "placed"))) return false;
    const { world, wrong } = scene;
    const { client, id } = chainOf(scene, draw);
    const { address } = world.sender;
    const customer = customerOf(scene, draw);
    const balanceWei = await client.getBalance({ address });
    await client.setBalance({ address, value: 0n });
    try {
      const isWaiting = await waitsInVain(scene, draw);
      const salt = word(seeded(scene.plan.seed, scene.plan.run, "late"));
      const late = { ...customer.plan.body, salt, deployer: customer.wallet.account.address, chainId: id };
      if (isWaiting && (await isAccepted(world.instances[draw.server].url, late)))
        wrong.push("An order was accepted with nothing to deliver it.");
      return isWaiting;
    } finally {
      await client.setBalance({ address, value: balanceWei });
    }
  },
};

/** Orders that were priced before are not worth their gas for a while. */
const gasRises: Fault = {
  name: "gas rises a hundredfold and falls",
  area: "chain",
  inject: async (scene, draw) => {
    if (!(await reached(scene, draw, "placed"))) return false;
    const { client } = chainOf(scene, draw);
    const baseFee = 100n * (await client.getGasPrice());
    const release = holdBaseFee(client, baseFee < MOST_BASE_FEE_WEI ? baseFee : MOST_BASE_FEE_WEI);
    try {
      return await waitsInVain(scene, draw);
    } finally {
      await release();
      // What is held is looked at again after minutes, which nobody waits for here.
      const { database } = scene.world;
      const isHeld = isNotNull(orders.heldSince);
      await insist(() =>
        database
          .update(orders)
          .set({ retryAt: sql`now()` })
          .where(isHeld),
      );
    }
  },
};

export const chainFaults: Fault[] = [dropped, stuck, nonceTaken, outOfFunds, emptied, gasRises];

/** Lets the customer pay and wait for a while. @returns whether they have paid and have no token */
async function waitsInVain(scene: Scene, draw: FaultPlan): Promise<boolean> {
  const customer = customerOf(scene, draw);
  const paid = customer.paid.then(() => true);
  if (!(await unlessAborted(paid, scene.over))) return false;
  await delay(FORGOTTEN_MS + draw.durationMs);
  return !scene.waits.isOver(customer);
}

async function isAccepted(url: string, body: unknown): Promise<boolean> {
  const init = { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${url}/api/tokens`, init).catch(() => null);
  await answer?.body?.cancel();
  return answer?.status === 201;
}

/** @returns whether the node does not have it any more */
/** Drops a transaction as soon as the node has it. @returns whether it was dropped before it was mined */
async function dropOnceThere(client: ChainClient, hash: Hex, signal: AbortSignal): Promise<boolean> {
  const there = until(() => client.getTransaction({ hash }).catch(() => null), signal, DROP_POLL_MS);
  if (!(await unlessAborted(there, signal))) return false;
  try {
    await client.dropTransaction({ hash });
    await client.getTransaction({ hash });
    return false;
  } catch (error) {
    return error instanceof TransactionNotFoundError;
  }
}

async function sendForeign(
  { id, client }: TestChain,
  sender: PrivateKeyAccount,
  { nonce, ...rival }: Broadcast,
): Promise<Hex> {
  const raw = await sender.signTransaction({
    type: "eip1559",
    chainId: id,
    nonce,
    to: sender.address,
    gas: 21_000n,
    maxFeePerGas: rival.maxFeePerGas * 3n,
    maxPriorityFeePerGas: rival.maxPriorityFeePerGas * 2n,
  });
  return client.sendRawTransaction({ serializedTransaction: raw });
}
