import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address, Hex } from "viem";
import { loadCode } from "#app/_client/load-code.ts";
import { useWagmi } from "#app/_wallet/use-wagmi.ts";
import type { Order } from "#lib/shared/order.ts";
import type { Act } from "./act-input.ts";
import { tokenKey } from "../_live/use-token-facts.ts";

/**
 * Does something with a token from the connected wallet, and follows it until it is in a block. One act at a time: what
 * came of the last one is known until the next begins. `sent` is its hash.
 */
export function useAct(order: Order, account: Address) {
  const wagmi = useWagmi();
  const queryClient = useQueryClient();
  const [sent, setSent] = useState<Hex | null>(null);
  const mutation = useMutation({
    mutationFn: async (act: Act) => {
      setSent(null);
      const [{ sendAct, waitUntilMined }, { config }] = await Promise.all([
        loadCode(import("./send-act.ts")),
        wagmi(),
      ]);
      const hash = await sendAct(config, order, account, act);
      setSent(hash);
      setSent(await waitUntilMined(config, order.chainId, hash));
    },
    networkMode: "always",
    // What the page shows of the token is read anew before it is said to be done.
    onSettled: () => queryClient.invalidateQueries({ queryKey: tokenKey(order) }),
  });
  return { ...mutation, sent, name: mutation.variables?.name ?? null };
}

export type RunningAct = ReturnType<typeof useAct>;
