import type { useTranslations } from "next-intl";
import { isAtWork } from "#lib/shared/steps.ts";
import type { Order } from "#lib/shared/order.ts";

/** Who is this far back is told no more than that there are as many or more. */
const MOST_COUNTED = 9_999;

type InQueue = Pick<Order, "position" | "status" | "step">;
type QueueWords = ReturnType<typeof useTranslations<"queue">>;

/** How many orders are made before this one; null where it waits in no queue, or its turn has come. */
export function ordersBefore({ position, status, step }: InQueue): number | null {
  const isWaiting = status === "awaiting_payment" || status === "paid" || status === "failed";
  return position !== null && isWaiting && !isAtWork(step) ? position - 1 : null;
}

/** An order's turn, as a sentence to who has ordered. @param before how many are made before it */
export function turnWords(words: QueueWords, before: number): string {
  return words(before >= MOST_COUNTED ? "farBehind" : "turn", { before });
}

/** The same in a few words, of an order among others. */
export function turnNote(words: QueueWords, before: number): string {
  return words(before >= MOST_COUNTED ? "noteFarBehind" : "note", { before });
}
