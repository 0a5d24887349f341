import { setTimeout as delay } from "node:timers/promises";
import type { OrderRow } from "#lib/base/schema.ts";
import type { Keep } from "#lib/local/process.ts";
import { startServer } from "#lib/local/server.ts";
import { inTurn } from "../measure/in-turn.ts";
import { claimAtLeast, claimAtMost, joined, rowOf } from "../measure/rows.ts";
import type { Findings, Measurement, Setting } from "../measure/section.ts";
import { openBenchWorld } from "../parts/bench-world.ts";
import { openLoad, type Answered } from "../parts/load.ts";
import { startNothing } from "../parts/nothing-server.ts";
import { payOrders } from "../parts/paid-orders.ts";

/** Longer than all of the section. */
const DEPLOY_TIMEOUT_MS = 900_000;
const MOST_CLIENTS = 200;
const POLL_MS = 50;

/** The whole answer to a paid order that is asked for while another deploy holds the lock. */
export const refusal: Measurement = {
  name: "refusal",
  title: "Being refused while another deploy holds the lock",
  run: async (keep, setting) => {
    const nothing = await startNothing(keep);
    const { holder, other, orders } = await openBusyServers(keep, setting);
    const bodies = orders.map(({ address }) => JSON.stringify({ token: address }));
    const load = openLoad(keep);
    const [rounds, seconds] = setting.isQuick ? [1, 0.5] : [6, 2];
    const measured: Findings[] = [];
    for (const clients of [1, 50, MOST_CLIENTS]) {
      const ask = { clients, seconds };
      const works = {
        nothing: () => load({ ...ask, url: nothing, bodies: ["{}"] }),
        refused: () => load({ ...ask, url: `${holder}/api/deploy`, bodies }),
        elsewhere: () => load({ ...ask, url: `${other}/api/deploy`, bodies }),
      };
      // Both servers have compiled what they run, and opened their connections.
      await inTurn(1, works);
      const answers = await inTurn(rounds, works);
      requireOnly("200", answers.nothing);
      requireOnly("503", [...answers.refused, ...answers.elsewhere]);
      measured.push(compare(clients, answers));
    }
    return {
      ...joined(measured),
      notes: [
        "Each client keeps its connection, has a paid order of its own, and asks again as soon as it is answered.",
        "The clients are a process of their own, on the same machine.",
        "The claims are about the server that holds the lock; another has to ask the database whether it still is held.",
      ],
    };
  },
};

/** Two servers, one of which holds the lock for a delivery that no block comes for, and orders that are paid and wait. */
async function openBusyServers(
  keep: Keep,
  setting: Setting,
): Promise<{ holder: string; other: string; orders: OrderRow[] }> {
  const world = await openBenchWorld(keep, setting, {
    env: { DEPLOY_TIMEOUT_MS: String(DEPLOY_TIMEOUT_MS) },
  });
  const [first, ...orders] = await payOrders(world, MOST_CLIENTS + 1, MOST_CLIENTS + 1);
  const holder = keep(await startServer("start", world.env));
  const other = keep(await startServer("start", world.env));
  const held = fetch(`${holder.url}/api/deploy`, {
    method: "POST",
    body: JSON.stringify({ token: first?.address }),
  });
  held.catch(() => undefined);
  while ((await world.chain.client.getTxpoolStatus()).pending === 0) await delay(POLL_MS);
  return { holder: holder.url, other: other.url, orders };
}

function requireOnly(status: string, answers: Answered[]): void {
  const others = answers
    .flatMap(({ statuses }) => Object.entries(statuses))
    .filter(([each]) => each !== status);
  if (others.length > 0) throw new Error(`Only ${status} was to be answered: ${JSON.stringify(others)}.`);
}

type Answers = Record<"nothing" | "refused" | "elsewhere", Answered[]>;

function compare(clients: number, { nothing, refused, elsewhere }: Answers): Findings {
  const who = clients === 1 ? "1 client" : `${clients} clients`;
  const rowsOf = (label: string, answers: Answered[]) => ({
    times: rowOf(
      `${label}, ${who}`,
      "ms",
      answers.flatMap(({ durationsMs }) => durationsMs),
    ),
    rates: rowOf(`${label}, ${who}`, "requests/s", answers.map(rateOf)),
  });
  const idle = rowsOf("a route that does nothing", nothing);
  const busy = rowsOf("the 503", refused);
  const other = rowsOf("the 503 of another server", elsewhere);
  return {
    rows: [idle, busy, other].flatMap(({ times, rates }) => [times, rates]),
    claims: [
      claimAtMost(
        `the 503 by a route that does nothing, median, ${who}`,
        busy.times.median / idle.times.median,
        1.5,
      ),
      claimAtLeast(`its requests by the other's, ${who}`, busy.rates.median / idle.rates.median, 0.5),
    ],
    notes: [],
  };
}

function rateOf({ durationsMs, elapsedMs }: Answered): number {
  return (durationsMs.length / elapsedMs) * 1_000;
}
