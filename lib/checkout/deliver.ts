import "server-only";
import { BaseError, ContractFunctionRevertedError, encodeFunctionData, type Address, type Hex } from "viem";
import type { Chain } from "#lib/base/chains.ts";
import type { OrderRow } from "#lib/base/schema.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";

/** What a delivery is made of. */
export type Delivery = Pick<
  OrderRow,
  "checkout" | "salt" | "initcode" | "deployer" | "serviceFeeWei" | "networkWei"
>;

/** The call of `Checkout.deliver` for an order. */
function deliverCall(order: Delivery) {
  return {
    address: order.checkout,
    abi: checkoutAbi,
    functionName: "deliver",
    args: [order.salt, order.initcode, order.deployer, order.serviceFeeWei + order.networkWei],
  } as const;
}

export function encodeDeliver(order: Delivery): Hex {
  return encodeFunctionData(deliverCall(order));
}

/**
 * The gas of delivering an order, on the state after a block.
 * @param blockNumber of the block; by default the last
 * @throws a viem error that {@link revertReason} can explain, if the delivery would revert
 */
export function estimateDeliverGas(
  chain: Chain,
  sender: Address,
  order: Delivery,
  blockNumber?: bigint,
): Promise<bigint> {
  return chain.client.estimateContractGas({ ...deliverCall(order), account: sender, blockNumber });
}

/**
 * Why a delivery reverts, as the contract's own error with its values; undefined if the error is no revert. A node's
 * internal error looks much like one, but carries no data of the contract's.
 */
export function revertReason(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) return undefined;
  if (revert.data) return `${revert.data.errorName}(${(revert.data.args ?? []).map(String).join(", ")})`;
  return revert.raw === undefined || revert.raw === "0x" ? undefined : `An unknown error: ${revert.raw}`;
}
