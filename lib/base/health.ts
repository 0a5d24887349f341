import "server-only";
import { sql } from "drizzle-orm";
import { reportNodes } from "#lib/base/node/check-node.ts";
import type { Chain } from "./chains.ts";
import type { Context } from "./context.ts";
import { forAMoment } from "./moment.ts";

/** Of a part that is well, a message says what it can do without. */
export type Part = { status: "ok"; message?: string } | { status: "unavailable"; message: string };
export type Health = { status: Part["status"]; parts: Record<string, Part> };

/** Another part by its name, and what asks it. The probe says what is wrong, in a sentence that anybody may read. */
export type Probe = { name: string; unreachable: string; probe: () => Promise<string | null> };

/** Nobody who asks more often learns more. */
const NODES_KNOWN_FOR_MS = 1_000;

const lately = forAMoment<Health>();

/** The same, asked at most once a second however many want to know it at once: it costs the node nothing more. */
export function recentHealth(context: Context, others: Probe[] = []): Promise<Health> {
  return lately(context, "", () => checkHealth(context, others));
}

/**
 * Asks every part that a deploy needs whether it answers: `database`, and `chain-<id>` for each chain.
 * @param others what else is asked
 */
export async function checkHealth(context: Context, others: Probe[] = []): Promise<Health> {
  const { database, chains } = context;
  const answer: Probe = {
    name: "database",
    unreachable: "The database does not answer.",
    probe: async () => {
      await database.execute(sql`select 1`);
      return null;
    },
  };
  const checks = [
    ...[answer, ...others].map((probe) => ask(context, probe)),
    ...chains.map((chain) => checkChain(context, chain)),
  ];
  const parts = Object.fromEntries(await Promise.all(checks));
  const healthy = Object.values(parts).every((part) => part.status === "ok");
  return { status: healthy ? "ok" : "unavailable", parts };
}

async function ask({ log }: Context, { name, unreachable, probe }: Probe): Promise<[string, Part]> {
  try {
    const problem = await probe();
    return [name, problem === null ? { status: "ok" } : { status: "unavailable", message: problem }];
  } catch (error) {
    log.warn({ part: name, err: error }, "health check failed");
    return [name, { status: "unavailable", message: unreachable }];
  }
}

async function checkChain({ log }: Context, chain: Chain): Promise<[string, Part]> {
  const name = `chain-${chain.id}`;
  const { problem, remarks } = await reportNodes(chain, NODES_KNOWN_FOR_MS);
  if (problem === null)
    return remarks.length === 0
      ? [name, { status: "ok" }]
      : [name, { status: "ok", message: remarks.map(({ sentence }) => sentence).join(" ") }];
  log.warn({ part: name, err: remarks[0]?.reason }, problem);
  return [name, { status: "unavailable", message: problem }];
}
