import "server-only";
import { sql } from "drizzle-orm";
import type { Chain } from "./chains.ts";
import type { Context } from "./context.ts";

export type Part = { status: "ok" } | { status: "unavailable"; message: string };
export type Health = { status: Part["status"]; parts: Record<string, Part> };

const KEPT_MS = 1_000;
const kept = new WeakMap<Context, { asked: Promise<Health>; until: number }>();

/** The same, asked at most once a second however many want to know it at once: it costs the node nothing more. */
export function recentHealth(context: Context): Promise<Health> {
  const present = kept.get(context);
  if (present && present.until > Date.now()) return present.asked;
  const asked = checkHealth(context).finally(() => kept.set(context, { asked, until: Date.now() + KEPT_MS }));
  kept.set(context, { asked, until: Number.POSITIVE_INFINITY });
  return asked;
}

/** Asks every part that a deploy needs whether it answers: `database`, and `chain-<id>` for each chain. */
export async function checkHealth(context: Context): Promise<Health> {
  const checks = [
    check(context, "database", "The database does not answer.", async () => {
      await context.database.execute(sql`select 1`);
      return null;
    }),
    ...context.chains.map((chain) =>
      check(context, `chain-${chain.id}`, "The node does not answer.", () => checkChain(chain)),
    ),
  ];
  const parts = Object.fromEntries(await Promise.all(checks));
  const healthy = Object.values(parts).every((part) => part.status === "ok");
  return { status: healthy ? "ok" : "unavailable", parts };
}

async function check(
  context: Context,
  name: string,
  unreachable: string,
  probe: () => Promise<string | null>,
): Promise<[string, Part]> {
  try {
    const problem = await probe();
    return [name, problem === null ? { status: "ok" } : { status: "unavailable", message: problem }];
  } catch (error) {
    context.log.warn({ part: name, err: error }, "health check failed");
    return [name, { status: "unavailable", message: unreachable }];
  }
}

async function checkChain(chain: Chain): Promise<string | null> {
  const [id, code] = await Promise.all([
    chain.client.getChainId(),
    chain.client.getCode({ address: chain.checkout }),
  ]);
  if (id !== chain.id) return `The node serves chain ${id}.`;
  return code ? null : `There is no Checkout at ${chain.checkout}.`;
}
