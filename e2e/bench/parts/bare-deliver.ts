import { createWalletClient, http, publicActions } from "viem";
import { hardhat } from "viem/chains";
import type { OrderRow } from "#lib/base/schema.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import { priceOf } from "#lib/shared/standing.ts";
import type { BenchChain } from "./bench-chain.ts";

/**
 * What delivers an order and waits for it, and does nothing else: viem, with an account of its own.
 * @param pollingMs how often it asks for a receipt that was not there at once
 */
export async function openBareDeliver({ rpcUrl, fundedKey }: BenchChain, pollingMs: number) {
  const { account } = await fundedKey();
  const wallet = createWalletClient({
    account,
    chain: hardhat,
    transport: http(rpcUrl),
    pollingInterval: pollingMs,
    cacheTime: 0,
  }).extend(publicActions);
  return async (order: OrderRow): Promise<void> => {
    const hash = await wallet.writeContract({
      address: order.checkout,
      abi: checkoutAbi,
      functionName: "deliver",
      args: [order.salt, order.initcode, order.deployer, priceOf(order)],
    });
    const { status } = await wallet.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`The delivery of ${order.address} is ${status}.`);
  };
}
