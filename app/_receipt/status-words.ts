import { isFree, type Order, type OrderStatus } from "#lib/shared/order.ts";

export type StampTone = "blue" | "green" | "red";

/** What a stamp prints. */
export type StampWords = { text: string; tone: StampTone };

/** All that is said of a status: on a stamp, and in a sentence. */
export const statusWords: Record<OrderStatus, StampWords & { label: string }> = {
  awaiting_payment: { text: "Ordered", tone: "blue", label: "Waiting for payment" },
  paid: { text: "Paid", tone: "green", label: "Paid" },
  submitted: { text: "Submitted", tone: "blue", label: "Submitted to the network" },
  deployed: { text: "Deployed", tone: "green", label: "Deployed" },
  failed: { text: "Refused", tone: "red", label: "Not deployed" },
  refunded: { text: "Refunded", tone: "red", label: "Refunded" },
};

/** Where an order stands, as a sentence says it. A free one waits for no payment: it is ordered, as its stamp says. */
export function statusLabelOf(order: Pick<Order, "status" | "price" | "hold">): string {
  if (order.hold) return "Paid, waiting for cheaper gas";
  const { text, label } = statusWords[order.status];
  return order.status === "awaiting_payment" && isFree(order) ? text : label;
}
