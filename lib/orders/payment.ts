import "server-only";
import type { Hex } from "viem";
import type { Queryable } from "#lib/base/db.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import type { CheckoutState } from "#lib/checkout/state.ts";
import { recordPaid } from "./record.ts";

/** Whether the record of an order's payment differs from what stands on chain, as after a reorganisation. */
export function isPaymentNews(order: OrderRow, { paidAt, refundableAt }: CheckoutState): boolean {
  return (
    paidAt !== null &&
    (order.payTx === null ||
      order.paidAt?.getTime() !== paidAt.getTime() ||
      order.refundableAt?.getTime() !== refundableAt?.getTime())
  );
}

/** Records the open payment, if there is one. @param payTx by which it was made; null where that is not known */
export function recordPayment(
  writer: Queryable,
  order: OrderRow,
  { paidAt, refundableAt }: CheckoutState,
  payTx: Hex | null,
): Promise<OrderRow> {
  if (paidAt === null) return Promise.resolve(order);
  return recordPaid(writer, order, { payTx, paidAt, refundableAt });
}
