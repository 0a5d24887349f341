import "server-only";
import { eq } from "drizzle-orm";
import type { Address } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import type { Database } from "#lib/base/db.ts";
import { DeliveryRefused } from "#lib/base/errors/unavailable.ts";
import type { Sender } from "#lib/base/keys/sender.ts";
import { orders, type TransactionRow } from "#lib/base/schema.ts";
import { orderAwaiting, replaceDelivery } from "#lib/deploy/sign-delivery.ts";
import { giveUpStranded, lanesWithoutKey } from "#lib/lane/drain.ts";
import { coversBaseFee } from "#lib/lane/fees.ts";
import { openTransactions, type Lane } from "#lib/lane/journal.ts";
import { fillGaps, replaceByNothing } from "#lib/lane/nonce-only.ts";
import { viewLane, type LaneView } from "#lib/lane/nonces.ts";
import { isKnown, send } from "#lib/lane/send.ts";
import { recoverAbandoned, reopenRemoved, settleUsed } from "#lib/lane/settle.ts";
import { attempt } from "./attempt.ts";
import { sum, type Counts } from "./counts.ts";

type Head = { timestamp: bigint; baseFeePerGas: bigint | null };

/** What is first in its lane and was not mined for this long gets higher fees. */
const STUCK_AFTER_MS = 60_000;

/** Makes the journal and the chain agree on the transactions of every account, those included whose key is gone. */
export async function mendLanes(context: Context, chain: Chain): Promise<Counts> {
  const senders = context.senders;
  const retired = await lanesWithoutKey(context.database, chain.id, senders);
  const lanes = [
    ...senders.map((sender) => ({ sender: sender.address, mend: () => mendLane(context, chain, sender) })),
    ...retired.map((sender) => ({ sender, mend: () => drainLane(context, chain, sender) })),
  ];
  const mended = lanes.map(({ sender, mend }) => attempt(context, { chainId: chain.id, sender }, mend));
  return sum(await Promise.all(mended));
}

/**
 * Records how those transactions ended whose nonce is used, takes back the end of those that a reorganisation removed,
 * fills nonces that were left out, sends again what the node does not have, and raises the fees of what is stuck. Safe
 * to repeat, and to run in several instances at once.
 */
async function mendLane(context: Context, chain: Chain, sender: Sender): Promise<Counts> {
  const { database } = context;
  const lane = { chainId: chain.id, sender: sender.address };
  const view = await viewLane(chain, sender.address);
  const settled = await settleLane(database, chain, lane, view);
  const mended = { ...settled, filled: await fillGaps(database, chain, sender, view), resent: 0, raised: 0 };

  const waiting = await openTransactions(database, lane);
  if (waiting.length === 0) return mended;
  const head = await chain.client.getBlock();
  for (const transaction of waiting) {
    const isFirst = transaction.nonce === view.minedCount;
    const action = await push(context, chain, sender, transaction, { head, isFirst });
    if (action) mended[action] += 1;
  }
  return mended;
}

/**
 * The same for an account whose key is gone. What is signed can still be sent; what would need another signature is
 * given up, with all that would have to wait for it, so that its orders are delivered by an account that has a key.
 */
async function drainLane(context: Context, chain: Chain, sender: Address): Promise<Counts> {
  const { database, log } = context;
  const lane = { chainId: chain.id, sender };
  const view = await viewLane(chain, sender);
  const drained = { ...(await settleLane(database, chain, lane, view)), resent: 0, drained: 0 };

  const head = await chain.client.getBlock();
  let next = view.minedCount;
  for (const transaction of await openTransactions(database, lane)) {
    const isFirst = transaction.nonce === view.minedCount;
    const action =
      transaction.nonce === next ? await resend(context, chain, transaction, { head, isFirst }) : "stuck";
    if (action === "stuck") {
      if (!(await giveUpStranded(database, transaction))) continue;
      log.warn(await told(database, transaction), "transaction without a key given up");
      drained.drained += 1;
      continue;
    }
    if (action === "resent") drained.resent += 1;
    next += 1;
  }
  return drained;
}

async function settleLane(database: Database, chain: Chain, lane: Lane, view: LaneView) {
  const ended = await settleUsed(database, chain, lane, view);
  const recovered = await recoverAbandoned(database, chain, lane);
  return { settled: ended + recovered, reopened: await reopenRemoved(database, lane, view) };
}

/** Sends a transaction that the node does not have; raises the fees of one that waits in vain. */
async function push(
  context: Context,
  chain: Chain,
  sender: Sender,
  transaction: TransactionRow,
  position: Position,
): Promise<"resent" | "raised" | null> {
  const action = await resend(context, chain, transaction, position);
  if (action !== "stuck") return action;
  const replacement = await replace(context, chain, sender, transaction);
  if (!replacement) return null;
  const about = { replaced: transaction.hash, ...(await told(context.database, replacement)) };
  context.log.warn(about, "transaction replaced with higher fees");
  await send(chain, replacement);
  return "raised";
}

/** What the log says of a transaction; its order's token too, if it delivers one. */
async function told(database: Database, { orderId, hash, sender, nonce }: TransactionRow) {
  const order =
    orderId === null
      ? undefined
      : await database.query.orders.findFirst({ columns: { address: true }, where: eq(orders.id, orderId) });
  return { token: order?.address, hash, sender, nonce };
}

/** Where a transaction stands: the last block, and whether it is the next to be mined in its lane. */
type Position = { head: Head; isFirst: boolean };

/** Sends a transaction that the node does not have. @returns `stuck` if it can't be mined as it is, or is not wanted */
async function resend(
  context: Context,
  chain: Chain,
  transaction: TransactionRow,
  { head, isFirst }: Position,
): Promise<"resent" | "stuck" | null> {
  const known = await isKnown(chain, transaction.hash);
  const isLate = isFirst && isStuck(transaction, head);
  const isPriced = coversBaseFee(transaction, head.baseFeePerGas ?? 0n);
  if (known) return isPriced && !isLate ? null : "stuck";
  if (!isPriced || !(await isStillWanted(context, transaction))) return "stuck";
  try {
    await send(chain, transaction);
    return "resent";
  } catch (error) {
    // Behind others it may only be too early.
    if (!(error instanceof DeliveryRefused && isFirst)) throw error;
    return "stuck";
  }
}

/** Whether blocks have passed a transaction over for a while. On a chain that stands still no fee would help. */
export function isStuck(
  { createdAt }: Pick<TransactionRow, "createdAt">,
  { timestamp }: Pick<Head, "timestamp">,
  now = Date.now(),
): boolean {
  const headAt = Number(timestamp) * 1_000;
  const isPassedOver = headAt > createdAt.getTime();
  const isMoving = headAt > now - STUCK_AFTER_MS;
  return isPassedOver && isMoving && createdAt.getTime() < now - STUCK_AFTER_MS;
}

/** Whether a transaction has something to do: its order waits for it, or it is there for its nonce alone. */
async function isStillWanted({ database }: Context, transaction: TransactionRow): Promise<boolean> {
  switch (transaction.purpose) {
    case "nonce":
      return true;
    case "delivery":
      return (await orderAwaiting(database, transaction)) !== undefined;
    default:
      throw new Error("unknown purpose", { cause: transaction.purpose satisfies never });
  }
}

/** @returns null if it has ended meanwhile, or would have to offer more than the chain's ceiling */
function replace(
  context: Context,
  chain: Chain,
  sender: Sender,
  transaction: TransactionRow,
): Promise<TransactionRow | null> {
  switch (transaction.purpose) {
    case "nonce":
      return replaceByNothing(context.database, { chain, sender }, transaction, "its fees were raised");
    case "delivery":
      return replaceDelivery(context, chain, sender, transaction);
    default:
      throw new Error("unknown purpose", { cause: transaction.purpose satisfies never });
  }
}
