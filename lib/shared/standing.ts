import { zeroAddress, type Address } from "viem";

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
  /** When the open payment was made; null where there is none. */
  paidAt: Date | null;
  /** Whose payment was taken for the token; the zero address while none was. */
  buyer: Address;
  /** Whether the payer's last payment went back to them. */
  refunded: boolean;
};

/** What an order has to be paid, and until when that holds. */
export type Offer = { serviceFeeWei: bigint; networkWei: bigint; expiresAt: Date };

/**
 * The one decision about an order. A free order counts as paid until its token exists. A payment that came after the
 * offer's end covers nothing, until the order is offered anew for no more than was paid. A token that a stranger
 * delivered for nothing is not delivered while the order's own payment can still be taken for it.
 */
export function standingOf(offer: Offer, onChain: OnChain): Standing {
  const { exists, openWei, buyer, refunded } = onChain;
  const covers = openWei >= priceOf(offer) && !isLate(offer, onChain);
  const canBeTaken = openWei > 0n && covers && buyer === zeroAddress;
  if (exists && !canBeTaken) return "delivered";
  if (covers) return "paid";
  if (openWei > 0n) return "underpaid";
  return refunded ? "refunded" : "unpaid";
}

/** Whether the open payment was made after the offer's end. */
export function isLate(
  { expiresAt }: Pick<Offer, "expiresAt">,
  { paidAt }: Pick<OnChain, "paidAt">,
): boolean {
  return paidAt !== null && paidAt > expiresAt;
}

/** What an order has to be paid before it is delivered, in wei. */
export function priceOf({ serviceFeeWei, networkWei }: Omit<Offer, "expiresAt">): bigint {
  return serviceFeeWei + networkWei;
}
