import type { Order } from "#lib/shared/order.ts";

/** The page of an order. The chain is said only where an address alone may not be enough. */
export function orderPath(
  { address, chainId }: Pick<Order, "address" | "chainId">,
  sayChain: boolean,
): `/tokens/${string}` {
  return sayChain ? `/tokens/${address}?chainId=${chainId}` : `/tokens/${address}`;
}
