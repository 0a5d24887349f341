import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Hex } from "viem";
import { loadCode } from "#app/_client/load-code.ts";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import { useWagmi } from "#app/_wallet/use-wagmi.ts";
import type { Order } from "#lib/shared/order.ts";
import type { Phase } from "../_acts/phase.ts";
import { tokenKey } from "../_live/use-token-facts.ts";
import type { AskedAct } from "./send-act.ts";

/**
 * Does something with a token from the connected wallet, and follows it until it is so. One act at a time: what came of
 * the last one is known until the next begins, whichever account the wallet is at by then. `sent` is its hash.
 */
export function useAct(order: Order) {
  const wagmi = useWagmi();
  const chain = usePublicChain(order.chainId);
  const queryClient = useQueryClient();
  const [phase, onPhase] = useState<Phase>("trying");
  const [sent, onSent] = useState<Hex | null>(null);
  const { variables, ...mutation } = useMutation({
    mutationFn: async (asked: AskedAct) => {
      onPhase("trying");
      onSent(null);
      const [{ sendAct }, { config }] = await Promise.all([loadCode(import("./send-act.ts")), wagmi()]);
      onSent(await sendAct(config, chain, order, asked, { onPhase, onSent }));
    },
    // What the page shows of the token is read anew before it is said to be done.
    onSettled: () => queryClient.invalidateQueries({ queryKey: tokenKey(order) }),
  });
  return { ...mutation, phase, sent, name: variables?.act.name ?? null, account: variables?.account ?? null };
}

export type RunningAct = ReturnType<typeof useAct>;
