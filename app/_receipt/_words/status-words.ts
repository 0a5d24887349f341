import type { OrderStatus } from "#lib/shared/order.ts";

export type StampTone = "blue" | "green" | "red";

/**
 * What a stamp may print: a status, and what is none, as an order is deployed before it is checked, and after. Checked is
 * what was read back from the chain, which is something else than source code that an explorer has verified.
 */
export type StampName = OrderStatus | "checked";

export const stampTones: Record<StampName, StampTone> = {
  awaiting_payment: "blue",
  paid: "green",
  submitted: "blue",
  deployed: "green",
  failed: "red",
  refunded: "red",
  checked: "green",
};
