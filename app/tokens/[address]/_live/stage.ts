import type { OrderField } from "#lib/shared/contract/check-order.ts";
import { isFree, type Hold, type Order } from "#lib/shared/order.ts";
import { isLate } from "#lib/shared/standing.ts";
import { isAtWork } from "#lib/shared/steps.ts";
import type { SentPayment } from "./sent-payment.ts";
import type { Payment } from "./use-payment.ts";

/** What there is to do for an order, by what the server, the chain and this browser know of it. */
export type Stage =
  | { name: "checking" }
  | { name: "differs"; differences: readonly OrderField[] }
  | { name: "pay" }
  | { name: "paused" }
  | { name: "confirming"; sent: SentPayment }
  | { name: "underpaid"; paidLateAt: Date | null }
  | { name: "deploy"; start: "itself" | "asked" }
  | { name: "held"; hold: Hold }
  | { name: "exists" }
  | { name: "failed"; reason: string | null }
  | { name: "deployed" }
  | { name: "refunded" };

/** Undefined is what has not been found out yet. */
export type Known = {
  order: Order;
  payment: Payment | undefined;
  /** What this browser finds wrong with what the server says. */
  differences: readonly OrderField[] | undefined;
  sent: SentPayment | undefined;
  /** Whether the server would deliver it if it were paid now. */
  isAccepted: boolean | undefined;
};

/**
 * Money is asked for only once the chain has said that there is none yet, nothing is on its way, what it would buy is
 * what the receipt shows, and the server could deliver it.
 */
export function stageOf(known: Known): Stage {
  const { order } = known;
  if (order.status === "deployed") return { name: "deployed" };
  if (isMadeWithoutServer(known)) return { name: "exists" };
  switch (order.status) {
    case "refunded":
      return { name: "refunded" };
    case "failed":
      return order.position === null
        ? { name: "failed", reason: order.failure }
        : { name: "deploy", start: "itself" };
    case "paid":
    case "submitted":
      return order.hold ? { name: "held", hold: order.hold } : { name: "deploy", start: "itself" };
    case "awaiting_payment":
      return unpaidStage(known);
    default:
      throw new Error(`unknown status ${String(order.status satisfies never)}`);
  }
}

/** What has code at an address that commits to this token is this token, whatever the server knows of it. */
function isMadeWithoutServer({ order, payment, differences }: Known): boolean {
  const isThere = payment?.tokenExists === true && differences?.length === 0;
  return isThere && order.status !== "refunded" && !isAtWork(order.step);
}

function unpaidStage({ order, payment, differences, sent, isAccepted }: Known): Stage {
  if (!isFree(order) && payment) {
    if (payment.tokenExists || isPaid(order, payment)) return { name: "deploy", start: "itself" };
    if (payment.amountWei > 0n)
      return { name: "underpaid", paidLateAt: isLateFor(order, payment) ? payment.paidAt : null };
    // One that no node knows may come yet or not: then it is said, and nobody is kept from paying again.
    if (sent?.ended === null && !sent.isUnseen) return { name: "confirming", sent };
  }
  if (differences && differences.length > 0) return { name: "differs", differences };
  if (!differences) return { name: "checking" };
  if (isFree(order)) return { name: "deploy", start: order.position === null ? "asked" : "itself" };
  if (!payment || isAccepted === undefined) return { name: "checking" };
  return { name: isAccepted ? "pay" : "paused" };
}

/** Whether the payer can make the token by themselves: there is none yet, and the chain has the money for it. */
export function isDeliverable({ order, payment }: Known, stage: Stage): boolean {
  const isWaiting =
    stage.name === "failed" || stage.name === "held" || (stage.name === "deploy" && stage.start === "itself");
  return isWaiting && payment !== undefined && !payment.tokenExists && isPaid(order, payment);
}

/** Whether the payment covers the price, which one that came after its end does not. */
function isPaid(order: Order, payment: Payment): boolean {
  return payment.amountWei >= BigInt(order.price) && !isLateFor(order, payment);
}

function isLateFor({ expiresAt }: Order, payment: Payment): boolean {
  return isLate({ expiresAt: new Date(expiresAt) }, payment);
}

/**
 * What there is to say of the payer's open payment: that it was not needed, that it waits for the token, or that it
 * buys nothing. Null where there is none, or where what was read of it is older than the token.
 */
export function openPaymentOf({ payment }: Known, stage: Stage): "spare" | "waiting" | "unwanted" | null {
  if (!payment?.refundableAt || payment.amountWei === 0n) return null;
  if (payment.tokenExists) return "spare";
  if (stage.name === "deployed" || stage.name === "exists" || stage.name === "refunded") return null;
  return stage.name === "underpaid" ? "unwanted" : "waiting";
}

/**
 * The order as a person should see it: its payment may stand on chain before the server has looked, and is shown as
 * paid then, with the transaction that this browser has sent if that is the one; and so may its token.
 */
export function shownOrder({ order, sent }: Known, stage: Stage): Order {
  const payTx = order.payTx ?? (sent?.ended === "mined" ? sent.hash : null);
  if (stage.name === "exists") return { ...order, status: "deployed", payTx };
  const isPaidOnChain =
    order.status === "awaiting_payment" && stage.name === "deploy" && stage.start === "itself";
  return isPaidOnChain ? { ...order, status: "paid", payTx } : order;
}
