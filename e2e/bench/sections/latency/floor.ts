import { sql } from "drizzle-orm";
import { openChain } from "#lib/base/chains.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { deploy } from "#lib/deploy/deploy.ts";
import type { Keep } from "#lib/local/process.ts";
import { startRecordingProxy } from "#lib/testing/recording-proxy.ts";
import { countRoundTrips, type RoundTrips } from "#lib/testing/round-trips.ts";
import { inTurn, timed } from "../../measure/in-turn.ts";
import { rowOf } from "../../measure/rows.ts";
import type { Findings } from "../../measure/section.ts";
import { openBareDeliver } from "../../parts/bare-deliver.ts";
import type { NodeKind } from "../../parts/bench-chain.ts";
import type { BenchWorld } from "../../parts/bench-world.ts";

/** So seldom that a receipt is asked for once. */
const POLLING_MS = 100;

type Wanted = {
  kind: NodeKind;
  keep: Keep;
  world: BenchWorld;
  /** What orders to count with are taken from. */
  take: () => OrderRow;
  /** Asks the server for an order. */
  ask: (order: OrderRow) => Promise<void>;
  /** How long bare viem takes, at the median. */
  bareMs: number;
  times: number;
};

/**
 * How quick a deploy could be if everything in between took no time: what its round trips take, one after the other, on
 * this machine, and what the node has to do for it in any case.
 */
export async function findFloor({ kind, keep, world, take, ask, bareMs, times }: Wanted): Promise<Findings> {
  const { ours, bare } = await countBoth(keep, world, take);
  const done = take();
  await ask(done);
  const samples = await inTurn(times, {
    request: () => timed(() => world.chain.client.getChainId()),
    statement: () => timed(() => world.context.database.execute(sql`select 1`)),
    answer: () => timed(() => ask(done)),
  });
  const rows = {
    request: rowOf(`a round trip to ${kind}: eth_chainId`, "ms", samples.request),
    statement: rowOf(`a round trip to the database, beside ${kind}: select 1`, "ms", samples.statement),
    answer: rowOf(`POST /api/deploy of what is deployed already, ${kind}: one query`, "ms", samples.answer),
  };
  const [requestMs, statementMs, answerMs] = [rows.request.median, rows.statement.median, rows.answer.median];
  const workMs = Math.max(0, bareMs - bare.requests * requestMs);
  const floorMs = answerMs + ours.requests * requestMs + ours.trips * statementMs + workMs;
  return {
    rows: Object.values(rows),
    claims: [],
    notes: [
      `One deploy asks ${kind} ${ours.requests} times (${ours.calls.join(", ")}) and the database ${ours.trips} times, with ${ours.statements.length} statements; bare viem asks ${kind} ${bare.requests} times (${bare.calls.join(", ")}).`,
      `The floor on ${kind}: the answer ${shown(answerMs)} ms, the node's round trips ${shown(ours.requests * requestMs)} ms, the database's ${shown(ours.trips * statementMs)} ms, and ${shown(workMs)} ms that the node works for a delivery in any case, are ${shown(floorMs)} ms, ${shown(floorMs / bareMs)} times bare viem.`,
    ],
  };
}

/** Counts what a deploy asks for, in this process and behind a proxy, once everything that is asked once was asked. */
async function countBoth(
  keep: Keep,
  { chain, context }: BenchWorld,
  take: () => OrderRow,
): Promise<{ ours: RoundTrips; bare: RoundTrips }> {
  const proxy = keep(await startRecordingProxy(chain.rpcUrl));
  const [env] = context.env.chains;
  if (!env) throw new Error("a world has one chain");
  const counted = { ...context, chains: [openChain({ ...env, RPC_URL: [proxy.url] })] };
  const bare = await openBareDeliver({ ...chain, rpcUrl: proxy.url }, POLLING_MS);
  await deploy(counted, take());
  return {
    ours: await countRoundTrips(proxy, () => deploy(counted, take())),
    bare: await countRoundTrips(proxy, () => bare(take())),
  };
}

function shown(value: number): string {
  return value.toPrecision(3);
}
