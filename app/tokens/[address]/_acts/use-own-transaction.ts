import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useConfig, type Config } from "wagmi";
import { getPublicClient, simulateContract, writeContract } from "wagmi/actions";
import { requestDeploy } from "#app/_client/orders-api.ts";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { orderKey } from "../_live/use-order.ts";
import { paymentKey } from "../_live/use-payment.ts";

/** The chain has spoken by then; a server that does not answer learns of it by itself. */
const SERVER_TIMEOUT_MS = 10_000;

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

/**
 * What the wallet that ordered can do by a transaction of its own, whether or not there is a server.
 * @param send tries it on the chain, has the wallet sign and send it, and returns its hash
 */
function useOwnTransaction(order: Order, send: (config: Config) => Promise<Hex>) {
  const config = useConfig();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await waitUntilMined(config, order.chainId, await send(config));
      // Asked to deploy, the server looks at the chain and records what has become of the order.
      await requestDeploy(order, AbortSignal.timeout(SERVER_TIMEOUT_MS)).catch(() => undefined);
      await queryClient.invalidateQueries({ queryKey: orderKey(order) });
    },
    networkMode: "always",
    onSettled: () => queryClient.invalidateQueries({ queryKey: paymentKey(order) }),
  });
}

async function waitUntilMined(config: Config, chainId: number, hash: Hex) {
  const receipt = await getPublicClient(config, { chainId })?.waitForTransactionReceipt({ hash });
  if (receipt?.status === "reverted")
    throw new Error(
      "The network refused it when its turn came. That cost the network fee, and nothing else.",
    );
}
