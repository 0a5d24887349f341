import { eq, sql } from "drizzle-orm";
import type { Context } from "#lib/base/context.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import { placeOrder } from "#lib/orders/place.ts";
import type { Order } from "#lib/shared/order.ts";
import { bodyFor, createWallet } from "./test-context.ts";
import type { Live } from "#lib/live/live.ts";
import { openOrderStream } from "#lib/live/order-stream.ts";
import { keyOf } from "#lib/live/snapshot.ts";

export const nobody = { client: "198.51.100.4", lastVersion: null };

type Event = { id: string; name: string; order: Order };

/** A client of a stream: all that it was told, and how it goes. */
export async function follow(live: Live, order: OrderRow, lastVersion: string | null = null) {
  const going = new AbortController();
  const body = await openOrderStream(live, {
    ...nobody,
    lastVersion,
    key: keyOf(order),
    signal: going.signal,
  });
  const told: Event[] = [];
  let isOver = false;
  const reading = (async () => {
    for await (const bytes of body) {
      const chunk = Buffer.from(bytes).toString();
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(chunk)?.[1] ?? "";
      told.push({ id: field("id"), name: field("event"), order: JSON.parse(field("data")) });
    }
    isOver = true;
  })().catch(() => undefined);
  return { told, isOver: () => isOver, go: () => going.abort(), reading };
}

export async function place(context: Context): Promise<OrderRow> {
  const { account } = await createWallet();
  return (await placeOrder(context, bodyFor(account.address))).order;
}

export async function fail(context: Context, order: OrderRow, failure: string): Promise<void> {
  await context.database.update(orders).set({ status: "failed", failure }).where(eq(orders.id, order.id));
}

/** Ends the connection that listens to the changes of this database; a few moments pass before there is one again. */
export async function loseEar({ database }: Context): Promise<number> {
  const { rows } = await database.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'coinwright-listen' and datname = current_database()`);
  return rows.length;
}
