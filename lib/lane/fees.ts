import "server-only";
import { maxUint256, parseTransaction, type Hex } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { readGasPrice, type GasPrice } from "#lib/base/node/gas-price.ts";

/** What a transaction offers for a unit of gas, in wei: by EIP-1559, or the one price of a chain that does not have it. */
export type Fees =
  | { type: "eip1559"; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }
  | { type: "legacy"; gasPrice: bigint };

/** Signed bytes, of which it is known what they offer. */
type Signed = { raw: Hex };

/** What to offer now: the market's fees, within the chain's ceiling. */
export async function currentFees(chain: Chain): Promise<Fees> {
  return feesAt(await readGasPrice(chain), chain.maxFeePerGas);
}

/** What to offer now in place of a transaction that waits. @returns null if that would be above the chain's ceiling */
export async function feesToReplace(chain: Chain, waiting: Signed): Promise<Fees | null> {
  return replacingFees(waiting, await readGasPrice(chain), chain.maxFeePerGas);
}

/**
 * What to offer at a price of gas, within a ceiling. The base fee may double while the transaction waits: what it does
 * not come to is not paid.
 */
export function feesAt(price: GasPrice, ceiling: bigint): Fees {
  switch (price.type) {
    case "eip1559": {
      const { baseFeePerGas, maxPriorityFeePerGas } = price;
      const maxFeePerGas = 2n * baseFeePerGas + maxPriorityFeePerGas;
      return capFees({ type: "eip1559", maxFeePerGas, maxPriorityFeePerGas }, ceiling);
    }
    case "legacy":
      return capFees(price, ceiling);
    default:
      throw new Error("unknown type of fees", { cause: price satisfies never });
  }
}

/** What to offer at a price of gas in place of a transaction that waits. @returns null if that would be above the ceiling */
export function replacingFees({ raw }: Signed, price: GasPrice, ceiling: bigint): Fees | null {
  return raiseFees(feesOf({ raw }), feesAt(price, maxUint256), ceiling);
}

/** Whether a block of this base fee, in wei, could hold a transaction. */
export function coversBaseFee(signed: Signed, baseFeePerGas: bigint): boolean {
  return capOf(feesOf(signed)) >= baseFeePerGas;
}

/** The most that a transaction may cost its sender in gas, in wei. */
export function mostGasCost({ raw }: Signed): bigint {
  const { gas = 0n } = parseTransaction(raw);
  return gas * capOf(feesOf({ raw }));
}

/** A fifth more gas than was estimated: the state that it is mined on may be another. */
export function gasLimitFor(estimate: bigint): bigint {
  return (estimate * 6n) / 5n;
}

/** The same offer, not above a ceiling. */
export function capFees(fees: Fees, ceiling: bigint): Fees {
  const cap = smaller(capOf(fees), ceiling);
  if (fees.type === "legacy") return { type: "legacy", gasPrice: cap };
  return {
    type: "eip1559",
    maxFeePerGas: cap,
    maxPriorityFeePerGas: smaller(fees.maxPriorityFeePerGas, cap),
  };
}

/**
 * An offer that replaces another on the same nonce: nodes take it only if all that is offered is at least a tenth higher
 * (geth's `txpool.pricebump`), and it follows the market where that is higher still.
 * @returns null if that would be above the ceiling
 */
export function raiseFees(former: Fees, market: Fees, ceiling: bigint): Fees | null {
  const tip = larger(aTenthMore(tipOf(former)), tipOf(market));
  const least = larger(aTenthMore(capOf(former)), market.type === "legacy" ? 0n : tip);
  if (least > ceiling) return null;
  const cap = larger(least, capOf(market));
  return capFees(
    market.type === "legacy"
      ? { type: "legacy", gasPrice: cap }
      : { type: "eip1559", maxFeePerGas: cap, maxPriorityFeePerGas: tip },
    ceiling,
  );
}

function feesOf({ raw }: Signed): Fees {
  const { type, gasPrice, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parseTransaction(raw);
  return type === "legacy"
    ? { type, gasPrice: gasPrice ?? 0n }
    : { type: "eip1559", maxFeePerGas, maxPriorityFeePerGas };
}

/** The most that an offer may come to for a unit of gas, in wei. */
export function capOf(fees: Fees): bigint {
  return fees.type === "legacy" ? fees.gasPrice : fees.maxFeePerGas;
}

/** What of an offer goes to who makes the block. */
function tipOf(fees: Fees): bigint {
  return fees.type === "legacy" ? fees.gasPrice : fees.maxPriorityFeePerGas;
}

function aTenthMore(wei: bigint): bigint {
  return wei + wei / 10n + 1n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
