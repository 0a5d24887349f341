import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useConfig } from "wagmi";
import { getPublicClient, simulateContract, writeContract } from "wagmi/actions";
import { checkoutAbi } from "#lib/shared/abi.ts";
import type { Order } from "#lib/shared/order.ts";
import { rememberPayment } from "../_live/sent-payment.ts";
import { paymentKey, readPayment } from "../_live/use-payment.ts";

/**
 * Pays for an order, as it was shown when it was asked for, from the connected wallet, unless the chain knows a payment
 * already. The chain takes the payment until the price ends, and not later. The transaction is remembered as soon as
 * the wallet has sent it.
 */
export function usePay() {
  const config = useConfig();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (order: Order) => {
      const { address, chainId, checkout, deployer } = order;
      const client = getPublicClient(config, { chainId });
      if (!client) throw new Error(`There is no node for chain ${chainId}.`);
      const { amountWei, tokenExists } = await readPayment(client, order);
      if (tokenExists || amountWei > 0n) return;
      const { request } = await simulateContract(config, {
        chainId,
        account: deployer,
        address: checkout,
        abi: checkoutAbi,
        functionName: "pay",
        args: [address, deadlineOf(order)],
        value: BigInt(order.price),
      });
      rememberPayment(order, await writeContract(config, request));
    },
    networkMode: "always",
    onSettled: (_data, _error, order) => queryClient.invalidateQueries({ queryKey: paymentKey(order) }),
  });
}

/** When the price ends, in Unix seconds: a server gives it in whole ones. */
function deadlineOf({ expiresAt }: Order): bigint {
  return BigInt(Math.floor(Date.parse(expiresAt) / 1_000));
}
