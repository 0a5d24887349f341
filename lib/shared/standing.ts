import { zeroAddress, type Address } from "viem";
import type { OrderStatus } from "./order.ts";

/**
 * Where an order stands by the chain's word: its token is made and its payment taken, or the payment waits for it, or
 * does not cover the price, or was never made, or went back to its payer.
 */
export type Standing = "delivered" | "paid" | "underpaid" | "unpaid" | "refunded";

/** What the chain says of an order, all of it at one block. */
export type OnChain = {
  /** Whether the token has code. */
  exists: boolean;
  /** The payer's open payment; zero where there is none. */
  openWei: bigint;
  /** Whose payment was taken for the token; the zero address while none was. */
  buyer: Address;
  /** Whether the last thing that happened to a payment of the payer's is that they took it back. */
  refunded: boolean;
};

/** What an order has to be paid, and what was recorded of it so far. */
export type Recorded = { serviceFeeWei: bigint; networkWei: bigint; status: OrderStatus };

/**
 * The one decision about an order. A free order counts as paid until its token exists. A token that a stranger
 * delivered for nothing is not delivered while the order's own payment can still be taken for it.
 */
export function standingOf(order: Recorded, { exists, openWei, buyer, refunded }: OnChain): Standing {
  const covers = openWei >= priceOf(order);
  const canBeTaken = openWei > 0n && covers && buyer === zeroAddress;
  if (exists && !canBeTaken) return "delivered";
  if (covers) return "paid";
  if (openWei > 0n) return "underpaid";
  return refunded || order.status === "refunded" ? "refunded" : "unpaid";
}

/** What an order has to be paid before it is delivered, in wei. */
export function priceOf({ serviceFeeWei, networkWei }: Omit<Recorded, "status">): bigint {
  return serviceFeeWei + networkWei;
}
