import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
} from "drizzle-orm/pg-core";
import { publicationStates, verifierNames } from "#lib/shared/publication.ts";
import type { DeployStep } from "#lib/shared/steps.ts";
import { address, blockNumber, chainId, instant } from "./columns.ts";
import { orders } from "./schema.ts";

/** Up to which block a Checkout's events were read and acted upon. */
export const cursors = pgTable(
  "cursors",
  {
    chainId: chainId(),
    checkout: address("checkout").notNull(),
    blockNumber: blockNumber("block_number").notNull(),
  },
  (cursor) => [primaryKey({ columns: [cursor.chainId, cursor.checkout] })],
);

/**
 * Requests that were counted: how many in the minute that ends at `expire`, in milliseconds since the epoch. The order of
 * the columns is that of the library which counts.
 */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").primaryKey(),
    points: integer("points").notNull().default(0),
    expire: bigint("expire", { mode: "number" }).notNull(),
  },
  (limit) => [index("rate_limits_expire").on(limit.expire)],
);

/** How far the last deploy of an order has come, for people who watch. Nothing is decided by it. */
export const progress = pgTable("progress", {
  orderId: bigint("order_id", { mode: "bigint" })
    .primaryKey()
    .references(() => orders.id),
  step: text("step").$type<DeployStep>().notNull(),
  at: instant("at").notNull().defaultNow(),
});

export const verifierName = pgEnum("verifier", verifierNames);
export const publicationState = pgEnum("publication_state", publicationStates);

/**
 * What becomes of a token's source at each verifier. A trigger on `orders` adds them with the order's token, in the
 * transaction that records it, for every verifier there is; those that this server does not use are never due.
 */
export const publications = pgTable(
  "publications",
  {
    orderId: bigint("order_id", { mode: "bigint" })
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    verifier: verifierName("verifier").notNull(),
    chainId: chainId(),
    state: publicationState("state").notNull().default("pending"),
    /** The verifier's name for the job that it works on; null while it has none. */
    ticket: text("ticket"),
    submittedAt: instant("submitted_at"),
    failures: smallint("failures").notNull().default(0),
    /** When it is to be gone on with. Whoever does so moves it on first, so that nobody else does. */
    dueAt: instant("due_at").notNull().defaultNow(),
    /** Why it has failed, or what has last gone wrong. */
    reason: text("reason"),
  },
  (publication) => [
    primaryKey({ columns: [publication.orderId, publication.verifier] }),
    // What the sweep looks for: jobs that were begun, and then the newest tokens.
    index("publications_pending")
      .on(
        publication.chainId,
        publication.verifier,
        sql`(${publication.ticket} is not null)`,
        publication.orderId,
      )
      .where(sql`${publication.state} = 'pending'`),
    check(
      "publications_ticket",
      sql`(${publication.ticket} is null) = (${publication.submittedAt} is null) and (${publication.ticket} is null or ${publication.state} = 'pending')`,
    ),
    check("publications_failures", sql`${publication.failures} between 0 and 100`),
    check(
      "publications_reason",
      sql`case ${publication.state} when 'failed' then ${publication.reason} is not null when 'published' then ${publication.reason} is null else true end`,
    ),
    check(
      "publications_lengths",
      sql`length(${publication.ticket}) <= 100 and length(${publication.reason}) <= 300`,
    ),
  ],
);
