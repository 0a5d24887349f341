import "server-only";
import type { Address, Hex } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import { pricePerGas, recentGasPrice, type GasPrice } from "#lib/base/node/gas-price.ts";
import { l1FeeWei } from "#lib/base/node/l1-fee.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import type { Hold } from "#lib/orders/record.ts";
import { worthOf } from "./worth.ts";

/** Delivering costs too much more than was paid for it. Nothing was signed, and no nonce taken. */
export class DeliveryHeld extends Error {
  readonly order: OrderRow;
  readonly hold: Hold;

  constructor(order: OrderRow, hold: Hold) {
    super(`${order.address} is not worth its gas now.`);
    this.order = order;
    this.name = "DeliveryHeld";
    this.hold = hold;
  }
}

/** A delivery that could be signed, and what it would take. `gas` is the estimate, not the limit. */
type Prospect = {
  sender: Address;
  call: { to: Address; data: Hex; gas: bigint };
  price: GasPrice;
  /** `GAS_LOSS_FACTOR` */
  factor: number;
};

/**
 * The most that a transaction that delivers an order may offer for a unit of gas, in wei: what the order is worth, and
 * never more than the chain's ceiling.
 * @throws {DeliveryHeld} if gas costs more than that now
 */
export async function gasCeilingOf(chain: Chain, order: OrderRow, prospect: Prospect): Promise<bigint> {
  const { sender, call, price, factor } = prospect;
  const { gas } = call;
  const l1Wei = await l1FeeWei(chain, { account: sender, ...call });
  const worth = worthOf(order, { gas, l1Wei }, pricePerGas(price), factor);
  const { costWei, mostPerGas, isWorthIt } = worth;
  if (mostPerGas === null) return chain.maxFeePerGas;
  if (!isWorthIt) throw new DeliveryHeld(order, { costWei, mostPerGas });
  return mostPerGas < chain.maxFeePerGas ? mostPerGas : chain.maxFeePerGas;
}

/** Whether an order was held a while ago and still costs too much: known without a lock, and without a look at it. */
export async function isStillHeld(
  chain: Chain,
  { heldMostPerGas, retryAt }: Pick<OrderRow, "heldMostPerGas" | "retryAt">,
): Promise<boolean> {
  if (heldMostPerGas === null || retryAt === null || retryAt <= new Date()) return false;
  return (await recentGasPrice(chain)) > heldMostPerGas;
}
