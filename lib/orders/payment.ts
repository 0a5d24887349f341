import "server-only";
import { zeroAddress } from "viem";
import { blockTime, type Chain } from "#lib/base/chains.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import type { CheckoutState } from "#lib/checkout/state.ts";

/** What an order has to be paid before it is delivered, in wei. */
export function priceOf({
  serviceFeeWei,
  networkWei,
}: Pick<OrderRow, "serviceFeeWei" | "networkWei">): bigint {
  return serviceFeeWei + networkWei;
}

/** Whether the open payment covers the price. A free order always is paid. */
export function isPaid(order: OrderRow, state: CheckoutState): boolean {
  return state.openWei >= priceOf(order);
}

/** Whether nothing is left to do on chain: the token exists, and no payment for it waits to be captured. */
export function isDelivered(order: OrderRow, state: CheckoutState): boolean {
  const capturable = state.openWei > 0n && state.buyer === zeroAddress && isPaid(order, state);
  return state.exists && !capturable;
}

/** Whether the payer took the money back, and has not paid again since. */
export function isRefunded(order: OrderRow, state: CheckoutState): boolean {
  return state.refunded || (order.status === "refunded" && state.openWei === 0n);
}

/** The last payment that was made for the order, as it is recorded. */
export async function paymentOf(chain: Chain, { paid, paidAt, refundableAt, blockNumber }: CheckoutState) {
  return {
    payTx: paid?.tx ?? null,
    paidAt: paidAt ?? (await blockTime(chain, paid?.blockNumber ?? blockNumber)),
    refundableAt,
  };
}

/** Whether the order's record of its payment differs from what stands on chain, as after a reorganisation. */
export function isPaymentNews(order: OrderRow, { paid, refundableAt }: CheckoutState): boolean {
  return (
    order.paidAt === null ||
    (paid !== null && order.payTx !== paid.tx) ||
    order.refundableAt?.getTime() !== refundableAt?.getTime()
  );
}
