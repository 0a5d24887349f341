import "server-only";
import { and, asc, eq, inArray, lt, notExists, sql, type SQL } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { transact } from "#lib/base/db.ts";
import type { Env } from "#lib/base/env.ts";
import { orders, transactions, type OrderRow } from "#lib/base/schema.ts";
import { progress, rateLimits } from "#lib/base/side-tables.ts";
import { readState } from "#lib/checkout/state.ts";
import type { Counts } from "./counts.ts";

const BATCH = 100;
const LIMITS_BATCH = 5_000;
/** Nothing may have been open this many blocks ago either: a reorganisation may bring back what it took. */
const LAG_BLOCKS = 16n;
/** Before an order was placed there may have been no Checkout to ask. */
const LAG_MS = 3_600_000;

/** Where the last batch has ended, so that what must be kept is not looked at again and again. */
const reached = new WeakMap<Chain, Pick<OrderRow, "expiresAt" | "id">>();

/**
 * Removes a batch of what nobody has paid: orders whose offer ended `UNPAID_DAYS` ago, with nothing open on chain, no
 * token, and no transaction in the journal. The same body is the same order when it is placed again. Requests that were
 * counted are forgotten with them.
 */
export async function removeExpired(context: Context, chain: Chain): Promise<Counts> {
  await forgetRequests(context);
  const due = await findDue(context, chain);
  const last = due.at(-1);
  if (last && due.length === BATCH) reached.set(chain, last);
  else reached.delete(chain);
  if (!last) return {};
  const head = await chain.client.getBlockNumber();
  const untouched = await Promise.all(due.map((order) => isUntouched(chain, order, head)));
  let expired = 0;
  // One after the other: each takes a connection that requests need too.
  for (const [index, order] of due.entries())
    if (untouched[index] && (await remove(context, order))) expired += 1;
  return { expired };
}

type Due = Pick<OrderRow, "id" | "address" | "deployer" | "checkout" | "expiresAt" | "createdAt">;

function findDue({ database, env }: Context, chain: Chain): Promise<Due[]> {
  const after = reached.get(chain);
  return database
    .select({
      id: orders.id,
      address: orders.address,
      deployer: orders.deployer,
      checkout: orders.checkout,
      expiresAt: orders.expiresAt,
      createdAt: orders.createdAt,
    })
    .from(orders)
    .where(
      and(
        eq(orders.chainId, chain.id),
        eq(orders.status, "awaiting_payment"),
        isLongOver(env),
        after && sql`(${orders.expiresAt}, ${orders.id}) > (${after.expiresAt.toISOString()}, ${after.id})`,
      ),
    )
    .orderBy(asc(orders.expiresAt), asc(orders.id))
    .limit(BATCH);
}

function isLongOver({ UNPAID_DAYS }: Env): SQL {
  return lt(orders.expiresAt, sql`now() - make_interval(days => ${UNPAID_DAYS})`);
}

/** Whether neither a payment nor a token is there, now and some blocks ago. */
async function isUntouched(chain: Chain, order: Due, head: bigint): Promise<boolean> {
  const isOld = order.createdAt.getTime() < Date.now() - LAG_MS && head > LAG_BLOCKS;
  const states = await Promise.all([
    readState(chain, order, head),
    ...(isOld ? [readState(chain, order, head - LAG_BLOCKS)] : []),
  ]);
  return states.every(({ exists, openWei }) => !exists && openWei === 0n);
}

/** Unless it was offered anew, paid or journaled meanwhile. */
function remove({ database, env }: Context, order: Due): Promise<boolean> {
  return transact(database, async (transaction) => {
    const [held] = await transaction
      .select({ id: orders.id })
      .from(orders)
      .where(
        and(
          eq(orders.id, order.id),
          eq(orders.status, "awaiting_payment"),
          isLongOver(env),
          notExists(transaction.select().from(transactions).where(eq(transactions.orderId, order.id))),
        ),
      )
      .for("update");
    if (!held) return false;
    await transaction.delete(progress).where(eq(progress.orderId, order.id));
    await transaction.delete(orders).where(eq(orders.id, order.id));
    return true;
  });
}

async function forgetRequests({ database }: Context): Promise<void> {
  const past = database
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(lt(rateLimits.expire, Date.now()))
    .limit(LIMITS_BATCH);
  // One that is counted in again meanwhile has another end.
  await database
    .delete(rateLimits)
    .where(and(inArray(rateLimits.key, past), lt(rateLimits.expire, Date.now())));
}
