/** What a transaction offers for a unit of gas, in wei (EIP-1559). */
export type Fees = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint };

/** The same offer, not above a ceiling. */
export function capFees({ maxFeePerGas, maxPriorityFeePerGas }: Fees, maxWei: bigint): Fees {
  const cap = maxFeePerGas < maxWei ? maxFeePerGas : maxWei;
  return {
    maxFeePerGas: cap,
    maxPriorityFeePerGas: maxPriorityFeePerGas < cap ? maxPriorityFeePerGas : cap,
  };
}

/**
 * An offer that replaces another on the same nonce: nodes take it only if both fees are at least a tenth higher
 * (geth's `txpool.pricebump`), and it follows the market where that is higher still.
 * @returns null if that would be above the ceiling
 */
export function raiseFees(former: Fees, market: Fees, maxWei: bigint): Fees | null {
  const maxPriorityFeePerGas = larger(aTenthMore(former.maxPriorityFeePerGas), market.maxPriorityFeePerGas);
  const least = larger(aTenthMore(former.maxFeePerGas), maxPriorityFeePerGas);
  if (least > maxWei) return null;
  return capFees({ maxFeePerGas: larger(least, market.maxFeePerGas), maxPriorityFeePerGas }, maxWei);
}

function aTenthMore(wei: bigint): bigint {
  return wei + wei / 10n + 1n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
