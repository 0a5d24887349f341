import type { Order } from "#lib/token.ts";
import type { SentPayment } from "./sent-payment.ts";
import type { Payment } from "./use-payment.ts";

/** What there is to do for an order, by what the server, the chain and this browser know of it. */
export type Stage =
  | { name: "checking" }
  | { name: "pay" }
  | { name: "confirming"; sent: SentPayment }
  | { name: "underpaid"; payment: Payment }
  | { name: "deploy"; start: "itself" | "asked" }
  | { name: "failed"; reason: string | null }
  | { name: "deployed" }
  | { name: "refunded" };

/** Money is asked for only once the chain has said that there is none yet, and nothing is on its way. */
export function stageOf(order: Order, payment: Payment | undefined, sent: SentPayment | undefined): Stage {
  switch (order.status) {
    case "deployed":
      return { name: "deployed" };
    case "refunded":
      return { name: "refunded" };
    case "failed":
      return { name: "failed", reason: order.failure };
    case "paid":
    case "submitted":
      return { name: "deploy", start: "itself" };
    case "awaiting_payment":
      return unpaidStage(BigInt(order.price), payment, sent);
    default:
      throw new Error(`unknown status ${String(order.status satisfies never)}`);
  }
}

function unpaidStage(priceWei: bigint, payment: Payment | undefined, sent: SentPayment | undefined): Stage {
  if (priceWei === 0n) return { name: "deploy", start: "asked" };
  if (!payment) return { name: "checking" };
  if (payment.isDelivered || payment.amountWei >= priceWei) return { name: "deploy", start: "itself" };
  if (payment.amountWei > 0n) return { name: "underpaid", payment };
  return sent?.ended === null ? { name: "confirming", sent } : { name: "pay" };
}

/**
 * The order as a person should see it: its payment may stand on chain before the server has looked, and is shown as
 * paid then, with the transaction that this browser has sent.
 */
export function shownOrder(order: Order, stage: Stage, sent: SentPayment | undefined): Order {
  const isPaidOnChain =
    order.status === "awaiting_payment" && stage.name === "deploy" && stage.start === "itself";
  return isPaidOnChain ? { ...order, status: "paid", payTx: order.payTx ?? sent?.hash ?? null } : order;
}

/** Whether nothing goes on unless a person does something. */
export function needsPerson(stage: Stage): boolean {
  return (
    ["pay", "underpaid", "failed"].includes(stage.name) ||
    (stage.name === "deploy" && stage.start === "asked")
  );
}
