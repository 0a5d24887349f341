import type { OrderRow } from "#lib/base/schema.ts";
import type { Keep } from "#lib/local/process.ts";
import { startServer } from "#lib/local/server.ts";
import { inTurn, timed } from "../../measure/in-turn.ts";
import { claimAtMost, joined, median, orBecause, rowOf } from "../../measure/rows.ts";
import type { Findings, Measurement, Setting } from "../../measure/section.ts";
import { usageOf, usageOptions } from "../../measure/usage.ts";
import { openBareDeliver } from "../../parts/bare-deliver.ts";
import type { NodeKind } from "../../parts/bench-chain.ts";
import { openBenchWorld } from "../../parts/bench-world.ts";
import { payOrders } from "../../parts/paid-orders.ts";
import { findFloor } from "./floor.ts";

const WALLETS = 50;
/** Anvil has the receipt a moment after it took the transaction, and viem should not sleep over it. */
const AT_ONCE_POLLING_MS = 5;
/** As often as the server asks a chain on its own machine. */
const POLLING_MS = 100;
/** Orders by which round trips are counted. */
const COUNTED = 4;

/** One deploy over HTTP, beside bare viem that delivers an order of the same kind on the same chain. */
export const latency: Measurement = {
  name: "latency",
  title: "One deploy, from the request to the answer",
  run: async (keep, setting) =>
    joined([await measureOn("anvil", keep, setting), await measureOn("hardhat", keep, setting)]),
};

async function measureOn(kind: NodeKind, keep: Keep, setting: Setting): Promise<Findings> {
  const world = await openBenchWorld(keep, setting, { kind });
  const server = keep(await startServer("start", { ...world.env, NODE_OPTIONS: usageOptions }));
  const [quickBare, slowBare] = [
    await openBareDeliver(world.chain, AT_ONCE_POLLING_MS),
    await openBareDeliver(world.chain, POLLING_MS),
  ];
  const [warmUps, atOnce, everySecond] = setting.isQuick ? [1, 3, 1] : [30, 200, 30];
  const orders = await payOrders(world, 2 * (warmUps + atOnce + everySecond) + COUNTED, WALLETS);
  const take = () => taken(orders);
  const ask = (order: OrderRow) => deployOver(server.url, order);
  const ours = () => timed(() => ask(take()));
  const works = { bare: () => timed(() => quickBare(take())), ours };
  await world.chain.mineEach();
  await inTurn(warmUps, works);
  const before = await usageOf(server.child);
  const samples = await inTurn(atOnce, works);
  const after = await usageOf(server.child);
  const workMs = ((after.cpuSeconds - before.cpuSeconds) * 1_000) / atOnce;
  const quick = compare(`${kind}, a block for each transaction`, samples, 2, workMs);
  const floor = await findFloor({
    kind,
    keep,
    world,
    take,
    ask,
    bareMs: median(samples.bare),
    times: atOnce,
  });
  const slowWorks = { bare: () => timed(() => slowBare(take())), ours };
  await world.chain.mineEvery(1);
  const slow = compare(`${kind}, a block each second`, await inTurn(everySecond, slowWorks), 1.05, workMs);
  return joined([quick, floor, slow]);
}

function taken(orders: OrderRow[]): OrderRow {
  const order = orders.pop();
  if (!order) throw new Error("More is delivered than was paid.");
  return order;
}

async function deployOver(url: string, { address }: OrderRow): Promise<void> {
  const response = await fetch(`${url}/api/deploy`, {
    method: "POST",
    body: JSON.stringify({ token: address }),
  });
  const answer = await response.text();
  if (response.status !== 200) throw new Error(`The deploy was answered ${response.status}: ${answer}`);
}

/** @param workMs of a processor, that the server takes for one deploy */
function compare(
  where: string,
  samples: { bare: number[]; ours: number[] },
  limit: number,
  workMs: number,
): Findings {
  const bare = rowOf(`bare viem, ${where}`, "ms", samples.bare);
  const ours = rowOf(`POST /api/deploy, ${where}`, "ms", samples.ours);
  const what = `a deploy by bare viem's, median, ${where}`;
  const claimed = claimAtMost(what, ours.median / bare.median, limit);
  const reason = `the server works ${workMs.toPrecision(3)} ms of a processor for a deploy, on HTTP, SQL, JSON-RPC and one signature; what it waits for is in the floor below`;
  return { rows: [bare, ours], claims: [orBecause(claimed, reason)], notes: [] };
}
