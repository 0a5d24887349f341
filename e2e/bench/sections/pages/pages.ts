import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { privateKeyToAddress } from "viem/accounts";
import { prepareChain, startChain } from "#lib/local/chain.ts";
import { createDatabase } from "#lib/local/postgres.ts";
import { spawnNode, stopProcess, type Keep } from "#lib/local/process.ts";
import { serverEnv, startServer } from "#lib/local/server.ts";
import { inTurn } from "../../measure/in-turn.ts";
import { claimAtMost, rowOf } from "../../measure/rows.ts";
import type { Measurement } from "../../measure/section.ts";
import { usageOf, usageOptions } from "../../measure/usage.ts";
import { fillOrders } from "../../parts/fill-orders.ts";
import { compareCommits } from "./commits.ts";
import { nowMs, told, type Told, type Wanted } from "./pages-messages.ts";

const REFUND_DELAY_SECONDS = 3_600;
const MOVES_PER_SECOND = 20;
const TIMEOUT_MS = 120_000;
/** Until whatever was changed last has come to every page that it will come to. */
const AFTERWARDS_MS = 4_000;

/** What very many open order pages cost, and how long a change takes to come to them. */
export const pages: Measurement = {
  name: "pages",
  title: "A thousand open order pages",
  run: async (keep, { isQuick, postgresUrl }) => {
    const { url, child, client, addresses } = await openServer(keep, postgresUrl, isQuick ? 50 : 1_000);
    const urls = addresses.map((address) => `${url}/api/tokens/${address}`);
    const process = openPages(keep);
    const idle = await usageOf(child);
    const follow = async (by: "streams" | "polls") => {
      await process.ask({ name: "follow", by, urls });
      const before = await usageOf(child);
      const startedAt = performance.now();
      const moves = await moveOrders(client, addresses, isQuick ? 2 : 15);
      await delay(AFTERWARDS_MS);
      const after = await usageOf(child);
      const seconds = (performance.now() - startedAt) / 1_000;
      const stopped = await process.ask({ name: "stop" });
      if (stopped.name !== "stopped" || stopped.failures > 0)
        throw new Error(`Pages that follow by ${by} have failed: ${JSON.stringify(stopped).slice(0, 200)}`);
      return {
        delaysMs: delaysOf(moves, stopped.seen, url),
        cores: (after.cpuSeconds - before.cpuSeconds) / seconds,
        memoryMiB: after.memoryMiB,
      };
    };
    const phases = await inTurn(isQuick ? 1 : 2, {
      streams: () => follow("streams"),
      polls: () => follow("polls"),
    });
    const commits = await compareCommits(keep, client, isQuick ? 1 : 6);
    const streamed = rowOf(
      "streams: from a change to its page",
      "ms",
      phases.streams.flatMap(({ delaysMs }) => delaysMs),
    );
    return {
      rows: [
        streamed,
        rowOf(
          "polling: from a change to its page",
          "ms",
          phases.polls.flatMap(({ delaysMs }) => delaysMs),
        ),
        rowOf(
          "streams: the server's processor",
          "cores",
          phases.streams.map(({ cores }) => cores),
        ),
        rowOf(
          "polling: the server's processor",
          "cores",
          phases.polls.map(({ cores }) => cores),
        ),
        rowOf("the server's memory before any page", "MiB", [idle.memoryMiB]),
        rowOf(
          "streams: the server's memory",
          "MiB",
          phases.streams.map(({ memoryMiB }) => memoryMiB),
        ),
        rowOf(
          "polling: the server's memory",
          "MiB",
          phases.polls.map(({ memoryMiB }) => memoryMiB),
        ),
        ...commits,
      ],
      claims: [claimAtMost("from a change to its page by a stream, p99", streamed.p99, 250, "ms")],
      notes: [
        `${addresses.length.toLocaleString("en")} pages, each of its own order, in a process of its own. ${MOVES_PER_SECOND} orders a second change, each in a transaction. A change is timed from before it is sent to the database until the page has read it, so the commit itself is in it. A page that polls asks every two seconds, and with the tag that it has.`,
      ],
    };
  },
};

async function openServer(keep: Keep, postgresUrl: string, pageCount: number) {
  const database = keep(await createDatabase(postgresUrl, `bench_${randomBytes(4).toString("hex")}`));
  const { rpcUrl } = keep(await startChain({ blockTimeMs: 0 }));
  const chain = await prepareChain(rpcUrl, REFUND_DELAY_SECONDS);
  const client = new pg.Client(database.url);
  await client.connect();
  keep({ stop: () => client.end() });
  const sender = privateKeyToAddress(`0x${chain.privateKey.slice(2)}`);
  await fillOrders(client, { orders: pageCount, wallets: [], checkout: chain.checkout, sender });
  const { rows } = await client.query<{ address: string }>("select address from orders");
  const env = { ...serverEnv({ databaseUrl: database.url, rpcUrl, ...chain }), LOG_LEVEL: "silent" };
  const { url, child } = keep(
    await startServer("start", { ...env, SWEEP_INTERVAL_MS: "0", NODE_OPTIONS: usageOptions }),
  );
  return { url, child, client, addresses: rows.map(({ address }) => address) };
}

/** A process that has order pages open, one after the other of its answers. */
function openPages(keep: Keep): { ask: (wanted: Wanted) => Promise<Told> } {
  const script = fileURLToPath(new URL("pages-process.ts", import.meta.url));
  const child: ChildProcess = spawnNode([script], {}, ["ignore", "inherit", "inherit", "ipc"]);
  keep({ stop: () => stopProcess(child) });
  return {
    ask: async (wanted) => {
      const answered = once(child, "message", { signal: AbortSignal.timeout(TIMEOUT_MS) });
      child.send(wanted);
      const [message] = await answered;
      return told.parse(message);
    },
  };
}

type Move = { address: string; expiresAt: string; at: number };

/** Changes an order at each of its times: its price ends at another moment, by which the change is known again. */
async function moveOrders(client: pg.Client, addresses: string[], seconds: number): Promise<Move[]> {
  const moves: Move[] = [];
  const startsAt = performance.now();
  for (let count = 0; count < seconds * MOVES_PER_SECOND; count += 1) {
    await delay(Math.max(0, startsAt + (count * 1_000) / MOVES_PER_SECOND - performance.now()));
    const address = addresses[Math.floor(Math.random() * addresses.length)] ?? "";
    const expiresAt = new Date(Date.now() + count).toISOString();
    moves.push({ address, expiresAt, at: nowMs() });
    await client.query("update orders set expires_at = $1 where address = $2", [expiresAt, address]);
  }
  return moves;
}

type Seen = Extract<Told, { name: "stopped" }>["seen"];

/** How long each change took to its page. One that was followed by another before the page asked is left out. */
function delaysOf(moves: Move[], seen: Seen, url: string): number[] {
  const seenAt = new Map(seen.map(({ url: page, expiresAt, at }) => [`${page} ${expiresAt}`, at]));
  return moves.flatMap(({ address, expiresAt, at }) => {
    const came = seenAt.get(`${url}/api/tokens/${address} ${expiresAt}`);
    return came === undefined ? [] : [came - at];
  });
}
