import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useConfig } from "wagmi";
import { simulateContract, waitForTransactionReceipt, writeContract } from "wagmi/actions";
import { checkoutAbi } from "#lib/abi.ts";
import type { Order } from "#lib/token.ts";
import { requestDeploy } from "#app/orders-api.ts";
import { forgetPayment } from "./sent-payment.ts";
import { orderKey } from "./use-order.ts";

/** Takes an open payment back. Checkout gives it to its payer alone; no operator is needed. */
export function useRefund(order: Order, onChanged: () => void) {
  const config = useConfig();
  const queryClient = useQueryClient();
  const { address, chainId, checkout, deployer } = order;
  return useMutation({
    mutationFn: async () => {
      const { request } = await simulateContract(config, {
        chainId,
        account: deployer,
        address: checkout,
        abi: checkoutAbi,
        functionName: "refund",
        args: [address],
      });
      const hash = await writeContract(config, request);
      await waitForTransactionReceipt(config, { chainId, hash });
      forgetPayment(order);
      // Asked to deploy, the server looks at the chain, records the refund, and refuses.
      await requestDeploy(order).catch(() => undefined);
      await queryClient.invalidateQueries({ queryKey: orderKey(order) });
    },
    networkMode: "always",
    onSettled: onChanged,
  });
}
