import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { requestDeploy } from "#app/_client/orders-api.ts";
import { loadCode } from "#app/_client/load-code.ts";
import { useWagmi } from "#app/_wallet/use-wagmi.ts";
import type { Order } from "#lib/shared/order.ts";
import { orderKey } from "../_live/use-order.ts";
import { paymentKey } from "../_live/use-payment.ts";
import type { Phase } from "./phase.ts";

/** The chain has spoken by then; a server that does not answer learns of it by itself. */
const SERVER_TIMEOUT_MS = 10_000;

/** Takes an open payment back. Checkout gives it to its payer alone; no operator is needed. */
export function useRefund(order: Order) {
  return useOwnTransaction(order, "refund");
}

/** Makes the token from the wallet that paid for it. Checkout takes the payment just as it does from the server. */
export function useDeliver(order: Order) {
  return useOwnTransaction(order, "deliver");
}

/** What the wallet that ordered can do by a transaction of its own, whether or not there is a server. */
function useOwnTransaction(order: Order, name: "refund" | "deliver") {
  const wagmi = useWagmi();
  const queryClient = useQueryClient();
  const [phase, setPhase] = useState<Phase>("trying");
  const mutation = useMutation({
    mutationFn: async () => {
      setPhase("trying");
      const [transactions, loaded] = await Promise.all([loadCode(import("./transactions.ts")), wagmi()]);
      await transactions[name](loaded, order, setPhase);
      // Asked to deploy, the server looks at the chain and records what has become of the order.
      await requestDeploy(order, AbortSignal.timeout(SERVER_TIMEOUT_MS)).catch(() => undefined);
      await queryClient.invalidateQueries({ queryKey: orderKey(order) });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: paymentKey(order) }),
  });
  return { ...mutation, phase };
}
