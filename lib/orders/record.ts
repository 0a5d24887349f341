import "server-only";
import { and, eq, getTableColumns, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Hex } from "viem";
import type { Queryable } from "#lib/base/db.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import type { OrderStatus } from "#lib/shared/order.ts";

/** The code is most of a row, and never changes. */
const { initcode: _, ...allButCode } = getTableColumns(orders);

/**
 * Writes what the chain says onto an order. Each write names the states it may start from, so that a slow instance
 * never takes back what a faster one has recorded, and returns the order as it stands then.
 */
async function write(
  writer: Queryable,
  order: OrderRow,
  from: readonly OrderStatus[],
  values: PgUpdateSetSource<typeof orders>,
): Promise<OrderRow> {
  const [written] = await writer
    .update(orders)
    .set(values)
    .where(and(eq(orders.id, order.id), inArray(orders.status, [...from])))
    .returning(allButCode);
  if (written) return { ...written, initcode: order.initcode };
  // Anybody may ask for what they have not paid, so being told that nothing has changed costs one query.
  if (values.status === order.status) return order;
  const [current] = await writer.select().from(orders).where(eq(orders.id, order.id));
  if (!current) throw new NotFound();
  return current;
}

/** Why an order waits for cheaper gas: what delivering it costs, and the most that a unit of gas may cost, in wei. */
export type Hold = { costWei: bigint; mostPerGas: bigint };

const notHeld = { heldSince: null, heldCostWei: null, heldMostPerGas: null };

const notQueued = { queuedAt: null };

type Payment = { payTx: Hex | null; paidAt: Date; refundableAt: Date | null };

/**
 * Records the payment that stands on chain, be it the first, one after a refund, or the same one in another block. An
 * order further on than `paid` stays so.
 */
export function recordPaid(writer: Queryable, order: OrderRow, payment: Payment): Promise<OrderRow> {
  const from: OrderStatus[] = ["awaiting_payment", "paid", "submitted", "failed", "refunded"];
  const status = sql<OrderStatus>`(case when ${orders.status} in ('awaiting_payment', 'refunded') then 'paid'
    else ${orders.status}::text end)::order_status`;
  return write(writer, order, from, { status, ...payment });
}

/** Names the transaction of a payment that was recorded before the node's log showed it, or taken before anybody saw it. */
export async function recordPayTx(
  writer: Queryable,
  order: OrderRow,
  { payTx, paidAt }: { payTx: Hex; paidAt: Date },
): Promise<void> {
  const isPaid = or(isNotNull(orders.paidAt), eq(orders.status, "deployed"));
  await writer
    .update(orders)
    .set({ payTx, paidAt: sql`coalesce(${orders.paidAt}, ${paidAt.toISOString()}::timestamptz)` })
    .where(and(eq(orders.id, order.id), isNull(orders.payTx), isPaid));
}

/** A delivery is signed, or somebody else's was seen, which a refund before it does not rule out. */
export function recordSubmitted(writer: Queryable, order: OrderRow, deployTx: Hex): Promise<OrderRow> {
  return write(writer, order, ["awaiting_payment", "paid", "submitted", "failed", "refunded"], {
    status: "submitted",
    deployTx,
    failure: null,
    ...notHeld,
  });
}

type Creation = Partial<Payment> & { deployTx: Hex; blockNumber: bigint; deployedAt: Date };

/** It waits in the queue, behind all that do. One that waits already keeps its place. */
export async function recordQueued(writer: Queryable, order: OrderRow): Promise<OrderRow> {
  return write(writer, order, ["awaiting_payment", "paid", "submitted", "failed"], queued);
}

/** The same of many orders. */
export async function recordAllQueued(
  writer: Queryable,
  waiting: readonly Pick<OrderRow, "id">[],
): Promise<void> {
  const ids = waiting.map(({ id }) => id);
  await writer
    .update(orders)
    .set(queued)
    .where(
      and(
        inArray(orders.id, ids),
        isNull(orders.queuedAt),
        inArray(orders.status, ["awaiting_payment", "paid", "submitted", "failed"]),
      ),
    );
}

// As precise as it is read back.
const queued = {
  queuedAt: sql`coalesce(${orders.queuedAt}, date_trunc('milliseconds', clock_timestamp()))`,
};

/** The token was created, and is what was ordered. */
export function recordDeployed(writer: Queryable, order: OrderRow, creation: Creation): Promise<OrderRow> {
  const from: OrderStatus[] = ["awaiting_payment", "paid", "submitted", "failed", "refunded"];
  return write(writer, order, from, {
    status: "deployed",
    failure: null,
    failures: 0,
    retryAt: null,
    refundableAt: null,
    ...notHeld,
    ...notQueued,
    ...creation,
  });
}

/** The delivery that was recorded is not on the chain any more, so the order waits for one again. */
export async function recordWithdrawn(
  writer: Queryable,
  order: Pick<OrderRow, "id" | "blockNumber">,
): Promise<boolean> {
  const withdrawn = await writer
    .update(orders)
    .set({ status: "submitted", blockNumber: null, deployedAt: null })
    .where(
      and(
        eq(orders.id, order.id),
        eq(orders.status, "deployed"),
        sql`${orders.blockNumber} = ${order.blockNumber}`,
      ),
    )
    .returning({ id: orders.id });
  return withdrawn.length > 0;
}

/** It waits for cheaper gas, and is looked at anew in two minutes, however the price of gas has gone until then. */
export function recordHeld(
  writer: Queryable,
  order: OrderRow,
  { costWei, mostPerGas }: Hold,
): Promise<OrderRow> {
  return write(writer, order, ["paid", "submitted", "failed"], {
    status: "paid",
    deployTx: null,
    failure: null,
    heldSince: sql`coalesce(${orders.heldSince}, now())`,
    heldCostWei: costWei,
    heldMostPerGas: mostPerGas,
    ...notQueued,
    retryAt: sql`now() + interval '2 minutes'`,
  });
}

/** Its delivery reverts. It is tried again after half a minute, and after twice as long each time, up to an hour. */
export function recordFailed(writer: Queryable, order: OrderRow, failure: string): Promise<OrderRow> {
  return write(writer, order, ["awaiting_payment", "paid", "submitted", "failed"], {
    status: "failed",
    failure,
    ...notHeld,
    ...notQueued,
    failures: sql`least(${orders.failures} + 1, 16)`,
    retryAt: sql`now() + least(interval '30 seconds' * power(2, ${orders.failures}), interval '1 hour')`,
  });
}

/**
 * The payment that was seen is not there any more, as after a reorganisation, so it is awaited again; and so is that of an
 * order which waits in the queue for nothing, and is not free any more.
 */
export function recordUnpaid(writer: Queryable, order: OrderRow): Promise<OrderRow> {
  const payment = { payTx: null, paidAt: null, refundableAt: null };
  const from: OrderStatus[] = ["paid", "submitted", "failed"];
  return write(writer, order, order.queuedAt ? [...from, "awaiting_payment"] : from, {
    status: "awaiting_payment",
    failure: null,
    ...notHeld,
    ...notQueued,
    ...payment,
  });
}

export function recordRefunded(writer: Queryable, order: OrderRow): Promise<OrderRow> {
  const from: OrderStatus[] = ["awaiting_payment", "paid", "submitted", "failed"];
  return write(writer, order, from, {
    status: "refunded",
    failure: null,
    refundableAt: null,
    ...notHeld,
    ...notQueued,
  });
}
