import "server-only";
import type { PrivateKeyAccount } from "viem/accounts";
import { minedNonces, type Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { DeliveryRefused } from "#lib/base/errors.ts";
import type { TransactionRow } from "#lib/base/schema.ts";
import { orderAwaiting, replaceDelivery } from "#lib/deploy/sign-delivery.ts";
import { coversBaseFee } from "#lib/lane/fees.ts";
import { openTransactions } from "#lib/lane/journal.ts";
import { fillGaps, replaceByNothing } from "#lib/lane/nonce-only.ts";
import { isKnown, send } from "#lib/lane/send.ts";
import { recoverAbandoned, reopenRemoved, settleUsed } from "#lib/lane/settle.ts";

type Head = { timestamp: bigint; baseFeePerGas: bigint | null };

/** What is first in its lane and was not mined for this long gets higher fees. */
const STUCK_AFTER_MS = 60_000;

export type Mended = { settled: number; reopened: number; filled: number; resent: number; raised: number };

/**
 * Makes the journal and the chain agree on one account's transactions: records how those ended whose nonce is used,
 * takes back the end of those that a reorganisation removed, fills nonces that were left out, sends again what the
 * node does not have, and raises the fees of what is stuck. Safe to repeat, and to run in several instances at once.
 */
export async function mendLane(context: Context, chain: Chain, sender: PrivateKeyAccount): Promise<Mended> {
  const { database } = context;
  const lane = { chainId: chain.id, sender: sender.address };
  const minedCount = await minedNonces(chain, sender.address);

  const ended = await settleUsed(database, chain, lane, minedCount);
  const recovered = await recoverAbandoned(database, chain, lane);
  const reopened = await reopenRemoved(database, chain, lane, minedCount);
  const filled = await fillGaps(database, chain, sender, minedCount);
  const mended = { settled: ended + recovered, reopened, filled, resent: 0, raised: 0 };

  const waiting = await openTransactions(database, lane);
  if (waiting.length === 0) return mended;
  const head = await chain.client.getBlock();
  for (const transaction of waiting) {
    const isFirst = transaction.nonce === minedCount;
    const action = await push(context, chain, sender, transaction, { head, isFirst });
    if (action) mended[action] += 1;
  }
  return mended;
}

/** Sends a transaction that the node does not have; raises the fees of one that waits in vain. */
async function push(
  context: Context,
  chain: Chain,
  sender: PrivateKeyAccount,
  transaction: TransactionRow,
  { head, isFirst }: { head: Head; isFirst: boolean },
): Promise<"resent" | "raised" | null> {
  const known = await isKnown(chain, transaction.hash);
  const isLate = isFirst && isStuck(transaction, head);
  const isPriced = coversBaseFee(transaction, head.baseFeePerGas ?? 0n);
  if (known && isPriced && !isLate) return null;
  if (!known && isPriced && (await isStillWanted(context, transaction))) {
    try {
      await send(chain, transaction);
      return "resent";
    } catch (error) {
      // Behind others it may only be too early.
      if (!(error instanceof DeliveryRefused && isFirst)) throw error;
    }
  }
  const replacement = await replace(context, chain, sender, transaction);
  if (!replacement) return null;
  const { hash, nonce } = replacement;
  context.log.warn({ replaced: transaction.hash, hash, nonce }, "transaction replaced with higher fees");
  await send(chain, replacement);
  return "raised";
}

/** Whether blocks have passed a transaction over for a while. On a chain that stands still no fee would help. */
export function isStuck(
  { createdAt }: Pick<TransactionRow, "createdAt">,
  { timestamp }: Pick<Head, "timestamp">,
  now = Date.now(),
): boolean {
  const isPassedOver = Number(timestamp) * 1_000 > createdAt.getTime();
  return isPassedOver && createdAt.getTime() < now - STUCK_AFTER_MS;
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
  sender: PrivateKeyAccount,
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
