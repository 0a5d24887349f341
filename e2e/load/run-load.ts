import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Keep } from "#lib/local/process.ts";
import { startServer } from "#lib/local/server.ts";
import { openBenchWorld, type BenchWorld } from "../bench/parts/bench-world.ts";
import { call } from "../support/api-client.ts";
import { orderOf, serveCustomers, type Outcome } from "./customers.ts";
import { probeOptions, readFigures, type Figures } from "./figures.ts";
import { askForEverything, type Traffic } from "./traffic.ts";
import { leaksIn } from "./verdict.ts";

export type Wanted = {
  seconds: number;
  /** Requests a second, beside those of customers. */
  rate: number;
  /** How often another customer comes. */
  everyMs: number;
};

export type LoadResult = {
  traffic: Traffic;
  outcomes: Outcome[];
  samples: Figures[];
  atRest: Figures;
  /** A sentence for each thing that is not as it should be. */
  wrong: string[];
};

const SAMPLES = 30;
const REST_MS = 8_000;
/** As scaling.md counts them: requests and sweep, locks, the counting of requests, and what pages are told of. */
const CONNECTIONS = 10 + 10 + 2 + 1;
/** High enough that nobody here is refused, and so that requests are counted as they are in earnest. */
const RATE_LIMIT = "1000000";

/** One server, asked for everything at once while people order, pay, watch their pages and get their tokens. */
export async function runLoad(keep: Keep, postgresUrl: string, wanted: Wanted): Promise<LoadResult> {
  const world = await openBenchWorld(keep, { isQuick: false, postgresUrl }, { lanes: 2 });
  await world.chain.mineEvery(1);
  const { server, client } = await openServer(keep, world, { SWEEP_INTERVAL_MS: "5000", RATE_LIMIT });
  const { body } = await call(
    `${server.url}/api/tokens`,
    "POST",
    orderOf("0x2222222222222222222222222222222222222222"),
  );
  const ending = new AbortController();
  const { everyMs, seconds, rate } = wanted;
  const samples = [await readFigures(server.child, client)];
  const [traffic, outcomes] = await Promise.all([
    askForEverything(server.url, { unpaid: body.address ?? "", seconds, rate }).finally(() => ending.abort()),
    serveCustomers(server.url, world.chain, { everyMs, signal: ending.signal }),
    sample(async () => samples.push(await readFigures(server.child, client)), seconds, ending.signal),
  ]);
  await delay(REST_MS);
  const atRest = await readFigures(server.child, client);
  const undelivered = outcomes.filter(({ status }) => status !== 200).length;
  const untold = outcomes.filter(({ wasTold }) => !wasTold).length;
  const wrong = [
    ...traffic.undocumented,
    ...undocumentedDeploys(outcomes),
    ...(outcomes.length === 0 ? ["Nobody has ordered anything."] : []),
    ...(undelivered > 0 ? [`${undelivered} paid orders were not delivered.`] : []),
    ...(untold > 0 ? [`${untold} pages were not told of their token.`] : []),
    ...leaksIn({ samples, atRest }, CONNECTIONS),
  ];
  return { traffic, outcomes, samples, atRest, wrong };
}

/** A server whose figures can be asked for, and a connection to its database. */
export async function openServer(keep: Keep, { env }: BenchWorld, own: Record<string, string>) {
  const server = keep(await startServer("start", { ...env, ...own, NODE_OPTIONS: probeOptions }));
  const client = new pg.Client({ connectionString: env["DATABASE_URL"], application_name: "load-probe" });
  await client.connect();
  keep({ stop: () => client.end() });
  return { server, client };
}

async function sample(take: () => Promise<unknown>, seconds: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await take();
    await delay((seconds * 1_000) / SAMPLES, undefined, { signal }).catch(() => undefined);
  }
}

/** What a deploy is answered on its way to a token; a payment may not be seen yet. */
const DOCUMENTED = new Set([200, 202, 402, 429, 503]);

function undocumentedDeploys(outcomes: readonly Outcome[]): string[] {
  const odd = outcomes.flatMap(({ statuses }) => statuses).filter((status) => !DOCUMENTED.has(status));
  return odd.length > 0 ? [`Deploys were answered ${[...new Set(odd)].join(", ")}.`] : [];
}
