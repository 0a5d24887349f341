import "server-only";
import { and, asc, between, eq, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { findReceipt } from "#lib/base/node/receipt-watch.ts";
import { orders, type OrderRow } from "#lib/base/schema.ts";
import type { EventsInRange } from "#lib/checkout/events.ts";
import { reopenTransaction, unlessTaken } from "#lib/lane/journal.ts";
import { recordWithdrawn } from "#lib/orders/record.ts";

const ORDERS_AT_ONCE = 500;

/**
 * Takes back deliveries that are recorded in a range of blocks, but of which the log knows nothing: a reorganisation
 * has removed them. @returns how many
 */
export async function withdrawDeliveries(
  context: Context,
  chain: Chain,
  range: EventsInRange,
): Promise<number> {
  const deliveries = new Set(range.events.map(({ tx, blockNumber }) => deliveryIn(blockNumber, tx)));
  let withdrawn = 0;
  let last: Place = { blockNumber: range.from, id: 0n };
  for (;;) {
    const page = await recordedDeliveries(context, chain, range, last);
    for (const order of page) {
      const { id, address, deployTx, blockNumber } = order;
      last = { blockNumber, id };
      if (!deployTx || deliveries.has(deliveryIn(blockNumber, deployTx))) continue;
      if (await isInBlock(chain, deployTx, blockNumber)) continue;
      // First, or whoever sees that the order waits again signs another one before this is open.
      await unlessTaken(() => reopenTransaction(context.database, { hash: deployTx }));
      if (!(await recordWithdrawn(context.database, order))) continue;
      context.log.warn({ token: address, hash: deployTx }, "delivery removed by a reorganisation");
      withdrawn += 1;
    }
    if (page.length < ORDERS_AT_ONCE) return withdrawn;
  }
}

type Place = Pick<OrderRow, "blockNumber" | "id">;

/**
 * The next page after an order, of no more than it takes: an order's code is most of its size. By block first, or the
 * database looks for the last blocks' orders among all there are.
 */
function recordedDeliveries(
  { database }: Context,
  { id, checkout }: Chain,
  { from, to }: EventsInRange,
  last: Place,
) {
  return database.query.orders.findMany({
    columns: { id: true, address: true, deployTx: true, blockNumber: true },
    where: and(
      eq(orders.chainId, id),
      eq(orders.checkout, checkout),
      eq(orders.status, "deployed"),
      between(orders.blockNumber, from, to),
      sql`(${orders.blockNumber}, ${orders.id}) > (${last.blockNumber}, ${last.id})`,
    ),
    orderBy: [asc(orders.blockNumber), asc(orders.id)],
    limit: ORDERS_AT_ONCE,
  });
}

function deliveryIn(blockNumber: bigint | null, tx: Hex): string {
  return `${blockNumber}:${tx}`;
}

async function isInBlock(chain: Chain, hash: Hex, blockNumber: bigint | null): Promise<boolean> {
  return (await findReceipt(chain, hash))?.blockNumber === blockNumber;
}
