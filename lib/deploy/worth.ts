import "server-only";

/** What delivering an order takes: units of gas, and what is paid besides them, in wei. */
export type Effort = { gas: bigint; l1Wei: bigint };

export type Worth = {
  /** What delivering costs now. */
  costWei: bigint;
  /** The most that a unit of gas may cost while delivering is worth it; null where nothing was paid for gas. */
  mostPerGas: bigint | null;
  isWorthIt: boolean;
};

/**
 * Whether an order is worth its gas: delivering it may cost as many times what was paid for that as `factor` says. What
 * was ordered for nothing is the operator's gift, whatever it costs.
 * @param networkWei what was paid for delivering it
 * @param pricePerGas what a transaction that is mined now pays for a unit of gas, in wei
 */
export function worthOf(
  { networkWei }: { networkWei: bigint },
  { gas, l1Wei }: Effort,
  pricePerGas: bigint,
  factor: number,
): Worth {
  const costWei = gas * pricePerGas + l1Wei;
  if (networkWei === 0n) return { costWei, mostPerGas: null, isWorthIt: true };
  const leftForGas = (networkWei * BigInt(Math.round(factor * 1_000))) / 1_000n - l1Wei;
  if (leftForGas < 0n) return { costWei, mostPerGas: 0n, isWorthIt: false };
  const mostPerGas = leftForGas / gas;
  return { costWei, mostPerGas, isWorthIt: pricePerGas <= mostPerGas };
}
