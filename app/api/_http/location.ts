import type { Context } from "#lib/base/context.ts";
import type { Order } from "#lib/shared/order.ts";

/** Where the API answers an order. */
export function locationOf(
  context: Context,
  { address, chainId }: Pick<Order, "address" | "chainId">,
): string {
  return `/api/tokens/${address}${context.chains.length > 1 ? `?chainId=${chainId}` : ""}`;
}
