import { bigint, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
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
