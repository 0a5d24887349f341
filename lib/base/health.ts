import "server-only";
import { sql } from "drizzle-orm";
import type { Chain } from "./chains.ts";
import type { Context } from "./context.ts";

export type Part = { status: "ok" } | { status: "unavailable"; message: string };
export type Health = { status: Part["status"]; parts: Record<string, Part> };

/** Another part by its name, and what asks it. The probe says what is wrong, in a sentence that anybody may read. */
export type Probe = { name: string; unreachable: string; probe: () => Promise<string | null> };

/**
 * Asks every part that a deploy needs whether it answers: `database`, and `chain-<id>` for each chain.
 * @param others what else is asked
 */
export async function checkHealth(context: Context, others: Probe[] = []): Promise<Health> {
  const checks = [
    check(context, "database", "The database does not answer.", async () => {
      await context.database.execute(sql`select 1`);
      return null;
    }),
    ...context.chains.map((chain) =>
      check(context, `chain-${chain.id}`, "The node does not answer.", () => checkChain(chain)),
    ),
    ...others.map(({ name, unreachable, probe }) => check(context, name, unreachable, probe)),
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
