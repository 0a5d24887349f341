import { setTimeout as delay } from "node:timers/promises";
import type { Address } from "viem";
import { startServer } from "#lib/local/server.ts";
import { timed } from "../../measure/in-turn.ts";
import { claimAtMost, rowOf } from "../../measure/rows.ts";
import type { Measurement } from "../../measure/section.ts";
import { openArchive, type Archive } from "./archive.ts";
import { sweepArchive } from "./sweep-reads.ts";

const REQUESTS_PER_SECOND = 20;
const TIMEOUT_MS = 30_000;
const SWEEPS = 10;

/** What pages of lists cost where there are very many orders, and whether what works by itself reads more for them. */
export const list: Measurement = {
  name: "list",
  title: "Lists of a million orders",
  run: async (keep, { isQuick, postgresUrl }) => {
    const orders = isQuick ? 10_000 : 1_000_000;
    const archive = await openArchive(keep, postgresUrl, orders);
    const { url } = keep(await startServer("start", archive.env));
    const paths = await pathsIn(archive, url);
    const samples = await askSteadily(url, paths, isQuick ? 3 : 90);
    const rows = Object.entries(samples).map(([label, durations]) => rowOf(label, "ms", durations));
    const worst = Math.max(...rows.map(({ p99 }) => p99));
    const swept = await sweepArchive(archive, SWEEPS);
    return {
      rows: [
        ...rows,
        rowOf("a sweep that finds nothing to do", "ms", swept.durationsMs),
        rowOf("what it reads, of orders and transactions", "rows", [swept.rows / SWEEPS]),
      ],
      claims: [
        claimAtMost(`p99 at ${REQUESTS_PER_SECOND} requests a second, of the slowest`, worst, 50, "ms"),
        claimAtMost("whole tables that sweeps read", swept.wholeTables, 0),
      ],
      notes: [
        `${orders.toLocaleString("en")} orders, the newest tenth of which nobody has paid. A page has 20 orders. Requests are made at their time, whether or not those before are answered, each kind in turn.`,
      ],
    };
  },
};

/** What is asked for: each of these gives the next request of its kind. */
type Paths = Record<string, () => string>;

async function pathsIn({ wallets, cursors, addresses }: Archive, url: string): Promise<Paths> {
  const paths: Paths = {
    "all orders, newest first": () => listOf({}),
    "all orders, deep": () => listOf({ cursor: any(cursors) }),
    "a wallet with a tenth of all, newest first": () => listOf({ deployer: wallets.many }),
    "a wallet with a tenth of all, deep": () => listOf({ deployer: wallets.many, cursor: any(cursors) }),
    "a wallet with a tenth of all, which are old": () => listOf({ deployer: wallets.old }),
    "a wallet with one order": () => listOf({ deployer: wallets.one }),
    "a wallet with none": () => listOf({ deployer: wallets.none }),
    "an order by its address": () => `/api/tokens/${any(addresses)}`,
  };
  for (const path of Object.values(paths)) await ask(`${url}${path()}`);
  return paths;
}

function listOf(query: { deployer?: Address; cursor?: string }): string {
  return `/api/tokens?${String(new URLSearchParams(query))}`;
}

/** Makes a request at each of its times, of one kind after the other. @returns how long each took, in milliseconds */
async function askSteadily(url: string, paths: Paths, seconds: number): Promise<Record<string, number[]>> {
  const kinds = Object.entries(paths).map(([label, path]) => ({
    label,
    path,
    durations: new Array<Promise<number>>(),
  }));
  const startsAt = performance.now();
  for (let count = 0; count < seconds * REQUESTS_PER_SECOND; count += 1) {
    await delay(Math.max(0, startsAt + (count * 1_000) / REQUESTS_PER_SECOND - performance.now()));
    const { path, durations } = kinds[count % kinds.length] ?? {};
    if (path) durations?.push(timed(() => ask(`${url}${path()}`)));
  }
  return Object.fromEntries(
    await Promise.all(
      kinds.map(async ({ label, durations }) => [label, await Promise.all(durations)] as const),
    ),
  );
}

async function ask(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`);
}

function any(values: readonly string[]): string {
  return values[Math.floor(Math.random() * values.length)] ?? "";
}
