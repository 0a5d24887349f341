import "server-only";
import { formatEther, type Address } from "viem";
import type { Context } from "#lib/base/context.ts";
import { requestHours } from "#lib/base/telemetry/request-hours.ts";
import { metricsOf } from "#lib/metrics/metrics.ts";
import { nonceGap } from "#lib/metrics/read-chain.ts";
import { reading, type Reading } from "#lib/metrics/reading.ts";
import type { Readings } from "#lib/metrics/readings.ts";
import type {
  Account,
  ChainStatus,
  DeployHour,
  Status,
  UndeliveredOrder,
} from "#lib/shared/status/status.ts";
import { readDay } from "./read-day.ts";
import { readUndelivered } from "./read-undelivered.ts";

type OfOrders = { undelivered: Reading<UndeliveredOrder[]>; day: Reading<DeployHour[]> };

const known = new WeakMap<Context, OfOrders>();

/** What an operator is told: what stands now, and the last day. It never fails, and is read no more often than metrics are. */
export async function readStatus(context: Context): Promise<Status> {
  const ofOrders = known.get(context) ?? openReadings(context);
  known.set(context, ofOrders);
  const [read, undelivered, day] = await Promise.all([
    metricsOf(context).read(),
    ofOrders.undelivered(),
    ofOrders.day(),
  ]);
  const counts = read.database?.undelivered.map(({ count }) => count);
  return {
    at: new Date().toISOString(),
    chains: read.chains.map((chain) => chainStatus(context, read, chain)),
    undelivered,
    undeliveredCount: counts ? counts.reduce((sum, count) => sum + count, 0) : null,
    day,
    requests: requestHours(),
  };
}

function openReadings(context: Context): OfOrders {
  const note = (err: unknown) => context.log.debug({ err }, "not read for the status");
  return {
    undelivered: reading(() => readUndelivered(context), note),
    day: reading(() => readDay(context), note),
  };
}

function chainStatus(
  { senders }: Context,
  read: Readings,
  { chain, blocks, funds }: Readings["chains"][number],
): ChainStatus {
  return {
    id: chain.id,
    coin: chain.definition.nativeCurrency.symbol,
    headAgeSeconds: blocks && Math.max(0, (Date.now() - blocks.headAt) / 1_000),
    lagSeconds: blocks?.lag?.seconds ?? null,
    queued: read.queue?.find((each) => each.chain.id === chain.id)?.depth ?? null,
    accounts: senders.map(({ address }) => ({
      address,
      ...laneOf(read, chain.id, address, blocks),
      ...fundsOf(funds, address),
    })),
  };
}

function laneOf(
  { database }: Readings,
  chainId: number,
  address: Address,
  blocks: Readings["chains"][number]["blocks"],
): Pick<Account, "inFlight" | "oldestSeconds" | "nonceGap"> {
  if (!database) return { inFlight: null, oldestSeconds: null, nonceGap: null };
  const lane = database.lanes.find((each) => each.chainId === chainId && each.sender === address);
  const mined = blocks?.minedCounts.find(({ account }) => account === address);
  return {
    inFlight: lane?.nonces.length ?? 0,
    oldestSeconds: lane?.oldestSeconds ?? 0,
    nonceGap: mined ? nonceGap(lane?.nonces ?? [], mined.minedCount) : null,
  };
}

function fundsOf(
  funds: Readings["chains"][number]["funds"],
  address: Address,
): Pick<Account, "balance" | "deliveries"> {
  const found = funds?.find(({ sender }) => sender === address);
  if (!found) return { balance: null, deliveries: null };
  const { balanceWei, deliveries } = found;
  return {
    balance: Number(formatEther(balanceWei)),
    // Where gas costs nothing there is no end of them, which JSON has no number for.
    deliveries: Number.isFinite(deliveries) ? deliveries : null,
  };
}
