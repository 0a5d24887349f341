import "server-only";
import { sql } from "drizzle-orm";
import type { Chain } from "./chains.ts";
import type { Context } from "./context.ts";
import { reportNodes } from "./node/check-node.ts";

/** Of a part that is well, a message says what it can do without. */
export type Part = { status: "ok"; message?: string } | { status: "unavailable"; message: string };
export type Health = { status: Part["status"]; parts: Record<string, Part> };

/** Nobody who asks more often learns more. */
const NODES_KNOWN_FOR_MS = 1_000;

/** Asks every part that a deploy needs whether it answers: `database`, and `chain-<id>` for each chain. */
export async function checkHealth(context: Context): Promise<Health> {
  const parts = Object.fromEntries(
    await Promise.all([
      checkDatabase(context),
      ...context.chains.map(async (chain): Promise<[string, Part]> => [
        `chain-${chain.id}`,
        await checkChain(context, chain),
      ]),
    ]),
  );
  const healthy = Object.values(parts).every((part) => part.status === "ok");
  return { status: healthy ? "ok" : "unavailable", parts };
}

async function checkDatabase({ database, log }: Context): Promise<[string, Part]> {
  const part = "database";
  try {
    await database.execute(sql`select 1`);
    return [part, { status: "ok" }];
  } catch (error) {
    log.warn({ part, err: error }, "health check failed");
    return [part, { status: "unavailable", message: "The database does not answer." }];
  }
}

async function checkChain({ log }: Context, chain: Chain): Promise<Part> {
  const { problem, remarks } = await reportNodes(chain, NODES_KNOWN_FOR_MS);
  if (problem === null)
    return remarks.length === 0
      ? { status: "ok" }
      : { status: "ok", message: remarks.map(({ sentence }) => sentence).join(" ") };
  log.warn({ part: `chain-${chain.id}`, err: remarks[0]?.reason }, problem);
  return { status: "unavailable", message: problem };
}
