import { simulateContract, writeContract } from "wagmi/actions";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { useOwnTransaction } from "./use-own-transaction.ts";

/** Makes the token from the wallet that paid for it. Checkout takes the payment just as it does from the server. */
export function useDeliver(order: Order) {
  const { chainId, checkout, deployer, salt, initcode, price } = order;
  return useOwnTransaction(order, async (config) => {
    if (!initcode) throw new Error("The server has not sent the token's code yet.");
    const { request } = await simulateContract(config, {
      chainId,
      account: deployer,
      address: checkout,
      abi: checkoutAbi,
      functionName: "deliver",
      args: [salt, initcode, deployer, BigInt(price)],
      // The server's own delivery may be on its way: whoever sees that need not pay for one in vain.
      blockTag: "pending",
    });
    return writeContract(config, request);
  });
}
