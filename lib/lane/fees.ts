import "server-only";
import { parseTransaction, type Hex } from "viem";
import type { Chain } from "#lib/base/chains.ts";

/** What a transaction offers for a unit of gas, in wei (EIP-1559). */
export type Fees = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint };

/** Signed bytes, of which it is known what they offer. */
type Signed = { raw: Hex };

/** What to offer now: the market's fees, within the chain's ceiling. */
export async function currentFees({ client, maxFeePerGas }: Chain): Promise<Fees> {
  return capFees(await client.estimateFeesPerGas(), maxFeePerGas);
}

/** What to offer now in place of a transaction that waits. @returns null if that would be above the chain's ceiling */
export async function feesToReplace({ client, maxFeePerGas }: Chain, waiting: Signed): Promise<Fees | null> {
  return raiseFees(feesOf(waiting), await client.estimateFeesPerGas(), maxFeePerGas);
}

/** Whether a block of this base fee, in wei, could hold a transaction. */
export function coversBaseFee(signed: Signed, baseFeePerGas: bigint): boolean {
  return feesOf(signed).maxFeePerGas >= baseFeePerGas;
}

/** The most that a transaction may cost its sender in gas, in wei. */
export function mostGasCost({ raw }: Signed): bigint {
  const { gas = 0n, maxFeePerGas = 0n } = parseTransaction(raw);
  return gas * maxFeePerGas;
}

/** A fifth more gas than was estimated: the state that it is mined on may be another. */
export function gasLimitFor(estimate: bigint): bigint {
  return (estimate * 6n) / 5n;
}

/** The same offer, not above a ceiling. */
export function capFees({ maxFeePerGas, maxPriorityFeePerGas }: Fees, ceiling: bigint): Fees {
  const cap = maxFeePerGas < ceiling ? maxFeePerGas : ceiling;
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
export function raiseFees(former: Fees, market: Fees, ceiling: bigint): Fees | null {
  const maxPriorityFeePerGas = larger(aTenthMore(former.maxPriorityFeePerGas), market.maxPriorityFeePerGas);
  const least = larger(aTenthMore(former.maxFeePerGas), maxPriorityFeePerGas);
  if (least > ceiling) return null;
  return capFees({ maxFeePerGas: larger(least, market.maxFeePerGas), maxPriorityFeePerGas }, ceiling);
}

function feesOf({ raw }: Signed): Fees {
  const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parseTransaction(raw);
  return { maxFeePerGas, maxPriorityFeePerGas };
}

function aTenthMore(wei: bigint): bigint {
  return wei + wei / 10n + 1n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
