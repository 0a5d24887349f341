import { simulateContract, writeContract } from "wagmi/actions";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { useOwnTransaction } from "./use-own-transaction.ts";

/** Takes an open payment back. Checkout gives it to its payer alone; no operator is needed. */
export function useRefund(order: Order) {
  const { address, chainId, checkout, deployer } = order;
  return useOwnTransaction(order, async (config) => {
    const { request } = await simulateContract(config, {
      chainId,
      account: deployer,
      address: checkout,
      abi: checkoutAbi,
      functionName: "refund",
      args: [address],
    });
    return writeContract(config, request);
  });
}
