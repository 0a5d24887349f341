import { decodeFunctionData, type Address, type Hex } from "viem";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Entry, LaneBook, Sent } from "./read-lane.ts";

/** What is wrong with the servers' account and its journal, once they should be at rest. */
export function checkLane(
  book: LaneBook,
  { checkout, foreign }: { checkout: Address; foreign: ReadonlySet<Hex> },
): string[] {
  const { journal, sent, lastNonce, minedCount, pendingCount } = book;
  const wrong = journal.flatMap((entry) => checkEntry(entry, sent));
  const journaled = new Set(journal.map(({ row }) => row.hash));
  for (const { hash, to, input } of sent)
    if (!journaled.has(hash) && !foreign.has(hash))
      wrong.push(
        `The transaction ${hash} (${isDelivery(to, input, checkout) ? "a delivery" : "no delivery"}) is not in the journal.`,
      );
  for (const orderId of new Set(journal.map(({ row }) => row.orderId))) {
    const delivered = journal.filter(
      ({ row, receipt }) => row.orderId === orderId && receipt?.status === "success",
    );
    if (orderId !== null && delivered.length > 1)
      wrong.push(`The order ${orderId} was delivered ${delivered.length} times.`);
  }
  if (lastNonce >= minedCount)
    wrong.push(`The nonce ${lastNonce} is journaled, but only ${minedCount} are mined.`);
  if (pendingCount !== minedCount)
    wrong.push(`${pendingCount - minedCount} transactions still wait in the mempool.`);
  return wrong;
}

function checkEntry({ row, receipt }: Entry, sent: Sent[]): string[] {
  const label = `The transaction ${row.hash} (nonce ${row.nonce}) is ${row.outcome ?? "open"} in the journal`;
  const found = receipt ? `${receipt.status} in block ${receipt.blockNumber}` : "in no block";
  const unlike = [`${label}, but ${found} on chain.`];
  const sameNonce = sent.find(({ nonce }) => nonce === row.nonce);
  const unexplained = row.reason ? [] : [`${label} without a reason.`];
  switch (row.outcome) {
    case "mined":
      return receipt?.status === "success" && receipt.blockNumber === row.blockNumber ? [] : unlike;
    case "reverted":
      return receipt?.status === "reverted" && receipt.blockNumber === row.blockNumber ? [] : unlike;
    case "replaced":
      if (receipt || !sameNonce) return [...unlike, ...unexplained];
      return unexplained;
    case "abandoned":
      return receipt ? [...unlike, ...unexplained] : unexplained;
    case null:
      return [`${label}.`];
    default:
      throw new Error("unknown outcome", { cause: row.outcome satisfies never });
  }
}

function isDelivery(to: Address | null, input: Hex, checkout: Address): boolean {
  if (to?.toLowerCase() !== checkout.toLowerCase()) return false;
  try {
    return decodeFunctionData({ abi: checkoutAbi, data: input }).functionName === "deliver";
  } catch {
    return false;
  }
}
