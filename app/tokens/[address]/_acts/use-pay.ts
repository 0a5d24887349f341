import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { loadCode } from "#app/_client/load-code.ts";
import { useWagmi } from "#app/_wallet/use-wagmi.ts";
import type { Order } from "#lib/shared/order.ts";
import { notePayment, rememberPayment } from "../_live/sent-payment.ts";
import { paymentKey } from "../_live/use-payment.ts";
import type { Phase } from "./phase.ts";

/**
 * Pays for an order, as it was shown when it was asked for, from the connected wallet, unless the chain knows a payment
 * already. The chain takes the payment until the price ends, and not later. The transaction is remembered as soon as
 * the wallet has sent it, and its nonce where the wallet's own node knows it: the public one may never see it.
 */
export function usePay() {
  const wagmi = useWagmi();
  const queryClient = useQueryClient();
  const [phase, setPhase] = useState<Phase>("trying");
  const mutation = useMutation({
    mutationFn: async (order: Order) => {
      setPhase("trying");
      const [{ pay, nonceAtWallet }, loaded] = await Promise.all([
        loadCode(import("./transactions.ts")),
        wagmi(),
      ]);
      const hash = await pay(loaded, order, setPhase);
      if (!hash) return;
      rememberPayment(order, hash);
      // Nobody waits for it, and what follows the payment asks other nodes.
      nonceAtWallet(loaded, order, hash).then(
        (nonce) => nonce !== null && notePayment(order, hash, { nonce }),
        () => undefined,
      );
    },
    onSettled: (_data, _error, order) => queryClient.invalidateQueries({ queryKey: paymentKey(order) }),
  });
  return { ...mutation, phase };
}
