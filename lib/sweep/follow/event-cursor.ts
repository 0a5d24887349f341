import "server-only";
import { and, eq, min, notInArray } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { unsettledBlocks } from "#lib/base/node/pace.ts";
import { orders } from "#lib/base/schema.ts";
import { cursors } from "#lib/base/side-tables.ts";

/** Where to read on: `next` was not read yet, and from `again` on up to there it may have changed since. */
export type Cursor = { again: bigint; next: bigint };

/** Where to read a Checkout's events on; at first from when the oldest order that is not finished was placed. */
export async function readCursor({ database }: Context, chain: Chain, head: bigint): Promise<Cursor> {
  const unsettled = await unsettledBlocks(chain);
  const before = (block: bigint) => (block > unsettled ? block - unsettled : 0n);
  const cursor = await database.query.cursors.findFirst({
    where: and(eq(cursors.chainId, chain.id), eq(cursors.checkout, chain.checkout)),
  });
  if (cursor) {
    const next = (cursor.blockNumber < head ? cursor.blockNumber : head) + 1n;
    return { again: before(next), next };
  }
  const [oldest] = await database
    .select({ block: min(orders.placedBlock) })
    .from(orders)
    .where(
      and(
        eq(orders.chainId, chain.id),
        eq(orders.checkout, chain.checkout),
        notInArray(orders.status, ["deployed", "refunded"]),
      ),
    );
  const first = oldest?.block ?? before(head);
  return { again: first, next: first };
}

export async function saveCursor({ database }: Context, chain: Chain, blockNumber: bigint): Promise<void> {
  await database
    .insert(cursors)
    .values({ chainId: chain.id, checkout: chain.checkout, blockNumber })
    .onConflictDoUpdate({ target: [cursors.chainId, cursors.checkout], set: { blockNumber } });
}
