import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useConfig, type Config } from "wagmi";
import { getPublicClient } from "wagmi/actions";
import { requestDeploy } from "#app/_client/orders-api.ts";
import type { Order } from "#lib/shared/order.ts";
import { orderKey } from "../_live/use-order.ts";
import { paymentKey } from "../_live/use-payment.ts";

/** The chain has spoken by then; a server that does not answer learns of it by itself. */
const SERVER_TIMEOUT_MS = 10_000;

/**
 * What the wallet that ordered can do by a transaction of its own, whether or not there is a server.
 * @param send tries it on the chain, has the wallet sign and send it, and returns its hash
 */
export function useOwnTransaction(order: Order, send: (config: Config) => Promise<Hex>) {
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
