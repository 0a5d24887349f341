import "server-only";
import { formatEther } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { poolUse } from "#lib/base/telemetry/pools.ts";
import { countStreams } from "#lib/live/live.ts";
import type { Funds } from "#lib/orders/accepting.ts";
import { undeliveredStates } from "#lib/shared/status/status.ts";
import type { Gauges } from "./gauges.ts";
import { nonceGap, type ChainReading } from "./read-chain.ts";
import type { DatabaseReading } from "./read-database.ts";
import type { Readings } from "./readings.ts";

/** Sets gauges that were reset before. What was not read is left out. */
export function setGauges(gauges: Gauges, { chains }: Context, read: Readings): void {
  setProcess(gauges);
  gauges.up.set({ part: "database" }, read.database ? 1 : 0);
  for (const { id } of chains) if (read.database) setUndelivered(gauges, id, read.database);
  for (const { chain, blocks, funds } of read.chains) {
    gauges.up.set({ part: `chain-${chain.id}` }, blocks ? 1 : 0);
    if (blocks) setBlocks(gauges, chain, blocks);
    if (blocks && read.database) setLanes(gauges, chain, blocks, read.database);
    if (funds) setFunds(gauges, chain, funds);
  }
  if (read.queue === undefined) return;
  gauges.up.set({ part: "queue" }, read.queue ? 1 : 0);
  for (const { chain, depth } of read.queue ?? []) gauges.queueDepth.set({ chain: chain.id }, depth);
}

function setProcess({ streams, connections }: Gauges): void {
  streams.set(countStreams());
  for (const [pool, use] of poolUse())
    for (const [state, count] of Object.entries(use)) connections.set({ pool, state }, count);
}

function setUndelivered(gauges: Gauges, chainId: number, { undelivered }: DatabaseReading): void {
  for (const state of undeliveredStates) {
    const found = undelivered.find((each) => each.chainId === chainId && each.state === state);
    const labels = { chain: chainId, state };
    gauges.undelivered.set(labels, found?.count ?? 0);
    gauges.oldestUndelivered.set(labels, Math.max(0, found?.oldestSeconds ?? 0));
  }
}

function setBlocks(gauges: Gauges, { id }: Chain, { headAt, lag }: ChainReading): void {
  gauges.headAge.set({ chain: id }, Math.max(0, (Date.now() - headAt) / 1_000));
  if (!lag) return;
  gauges.cursorLagBlocks.set({ chain: id }, lag.blocks);
  gauges.cursorLagSeconds.set({ chain: id }, lag.seconds);
}

/** Those of accounts whose key is gone as well, as long as they have something open. */
function setLanes(
  gauges: Gauges,
  { id }: Chain,
  { minedCounts }: ChainReading,
  { lanes }: DatabaseReading,
): void {
  const open = lanes.filter(({ chainId }) => chainId === id);
  const accounts = new Set([
    ...minedCounts.map(({ account }) => account),
    ...open.map(({ sender }) => sender),
  ]);
  for (const account of accounts) {
    const labels = { chain: id, account };
    const lane = open.find(({ sender }) => sender === account);
    const known = minedCounts.find((each) => each.account === account);
    gauges.laneDepth.set(labels, lane?.nonces.length ?? 0);
    gauges.laneOldest.set(labels, Math.max(0, lane?.oldestSeconds ?? 0));
    if (known) gauges.nonceGap.set(labels, nonceGap(lane?.nonces ?? [], known.minedCount));
  }
}

function setFunds(gauges: Gauges, { id }: Chain, funds: readonly Funds[]): void {
  for (const { sender, balanceWei, deliveries } of funds) {
    const labels = { chain: id, account: sender };
    gauges.balance.set(labels, Number(formatEther(balanceWei)));
    gauges.deliveries.set(labels, deliveries);
  }
}
