import "server-only";
import { zeroAddress, type Address } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { pricePerGas, readGasPrice, recentGasPrice } from "#lib/base/node/gas-price.ts";
import { l1FeeWei } from "#lib/base/node/l1-fee.ts";
import { encodeDeliver, estimateDeliverGas, type Delivery } from "./deliver.ts";

/** What capturing a payment adds to a delivery: two new storage slots, one cleared, one event. */
const CAPTURE_GAS = 60_000n;
const USUAL_GAS = 1_500_000n;
/** Digits that a quoted price keeps; below them it is rounded up, so that people can read it. */
const SIGNIFICANT_DIGITS = 4;

type Deliverable = Pick<Delivery, "checkout" | "salt" | "initcode">;

/**
 * What delivering would cost now, with head-room for a rising gas price, in wei.
 * @param payer whose open payment is all that is left to take, of a token that exists
 * @throws a viem error that `revertReason` can explain, if there is nothing to make or to take
 */
export async function quoteNetworkWei(
  chain: Chain,
  sender: Address,
  order: Deliverable,
  payer?: Address,
): Promise<bigint> {
  return roundUp(withHeadroom(await deliveryCostWei(chain, sender, order, payer)));
}

/** The same without the head-room, data on the chain below included, in wei. */
export async function deliveryCostWei(
  chain: Chain,
  sender: Address,
  order: Deliverable,
  payer: Address = zeroAddress,
): Promise<bigint> {
  // As if nobody had paid: a price of zero needs no payment, and one that is there makes no difference.
  const delivery = { ...order, deployer: payer, serviceFeeWei: 0n, networkWei: 0n };
  const call = { account: sender, to: order.checkout, data: encodeDeliver(delivery) };
  const [estimate, price] = await Promise.all([
    estimateDeliverGas(chain, sender, delivery),
    readGasPrice(chain),
  ]);
  const gas = payer === zeroAddress ? estimate + CAPTURE_GAS : estimate;
  const l1Wei = await l1FeeWei(chain, { ...call, gas });
  return gas * pricePerGas(price) + l1Wei;
}

/** What a delivery takes whose token is not known, with head-room, in wei; most of them take less. */
export async function usualNetworkWei(chain: Chain): Promise<bigint> {
  return withHeadroom(USUAL_GAS * (await recentGasPrice(chain)));
}

/** Half as much again: the gas price may rise between the quote and the delivery. */
export function withHeadroom(wei: bigint): bigint {
  return (wei * 3n) / 2n;
}

/** Rounds up to four significant digits. */
export function roundUp(wei: bigint): bigint {
  const step = 10n ** BigInt(Math.max(0, wei.toString().length - SIGNIFICANT_DIGITS));
  return ((wei + step - 1n) / step) * step;
}
