import "server-only";
import { and, desc, eq, lte, sql } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Database } from "#lib/base/db.ts";
import { orders } from "#lib/base/schema.ts";
import { publications } from "#lib/base/side-tables.ts";
import type { VerifierName } from "#lib/shared/publication.ts";
import type { Next } from "./next.ts";

/** A source that this process has taken to go on with, until `dueAt`. Then anybody may. */
export type Claim = Pick<
  typeof publications.$inferSelect,
  "orderId" | "verifier" | "ticket" | "submittedAt" | "failures" | "dueAt"
>;

/** Longer than going on with one can take. */
const CLAIM_MS = 120_000;

/**
 * Takes the next source that is due at a verifier: jobs that were begun first, then the newest tokens, so that what
 * waits for long is in nobody's way. Two who take at once never take the same one.
 */
export async function claimNext(
  database: Database,
  { id: chainId }: Chain,
  verifier: VerifierName,
): Promise<Claim | undefined> {
  const due = database.$with("due").as(
    database
      .select({ orderId: publications.orderId })
      .from(publications)
      .innerJoin(orders, eq(orders.id, publications.orderId))
      .where(
        and(
          eq(publications.chainId, chainId),
          eq(publications.verifier, verifier),
          eq(publications.state, "pending"),
          lte(publications.dueAt, sql`now()`),
          eq(orders.status, "deployed"),
        ),
      )
      .orderBy(desc(sql`(${publications.ticket} is not null)`), desc(publications.orderId))
      .limit(1)
      .for("update", { of: publications, skipLocked: true }),
  );
  const [claim] = await database
    .with(due)
    .update(publications)
    // As precise as it is read back.
    .set({ dueAt: sql`date_trunc('milliseconds', clock_timestamp()) + ${seconds(CLAIM_MS)}` })
    .from(due)
    .where(and(eq(publications.orderId, due.orderId), eq(publications.verifier, verifier)))
    .returning({
      orderId: publications.orderId,
      verifier: publications.verifier,
      ticket: publications.ticket,
      submittedAt: publications.submittedAt,
      failures: publications.failures,
      dueAt: publications.dueAt,
    });
  return claim;
}

/** Writes what has become of a source, unless somebody else has taken it meanwhile. */
export async function recordNext(database: Database, claim: Claim, next: Next): Promise<void> {
  await database
    .update(publications)
    .set(valuesOf(next))
    .where(
      and(
        eq(publications.orderId, claim.orderId),
        eq(publications.verifier, claim.verifier),
        eq(publications.state, "pending"),
        eq(publications.dueAt, claim.dueAt),
      ),
    );
}

function valuesOf(next: Next) {
  const noJob = { ticket: null, submittedAt: null };
  switch (next.state) {
    case "published":
      return { ...noJob, state: next.state, reason: null };
    case "failed":
      return { ...noJob, state: next.state, reason: next.reason };
    case "pending": {
      const { ticket, submittedAt, failures, reason, waitMs } = next;
      return { ticket, submittedAt, failures, reason, dueAt: sql`now() + ${seconds(waitMs)}` };
    }
    default:
      throw new Error("unknown state", { cause: next satisfies never });
  }
}

function seconds(ms: number) {
  return sql`make_interval(secs => ${ms / 1_000})`;
}
