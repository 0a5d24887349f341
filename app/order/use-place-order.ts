import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { UseFormSetError } from "react-hook-form";
import type { Order, TokenForm } from "#lib/token.ts";
import { HttpError } from "../http-client.ts";
import { placeOrder, type OrderBody } from "../orders-api.ts";
import { usePublicConfig } from "../public-config-context.tsx";
import { orderPath } from "../tokens/order-path.ts";
import { discardDraft, renewSalt } from "./draft.ts";

const fieldNames = ["name", "symbol", "decimals", "supply", "features", "cap", "owner"] as const;

/** Places the order and goes to its page. What the server finds wrong with a field shows under that field. */
export function usePlaceOrder(setError: UseFormSetError<TokenForm>) {
  const router = useRouter();
  const { chains } = usePublicConfig();
  return useMutation<Order, Error, OrderBody>({
    mutationFn: placeOrder,
    networkMode: "always",
    onSuccess: (order) => {
      discardDraft();
      router.push(orderPath(order, chains.length > 1));
    },
    onError: (error) => {
      if (!(error instanceof HttpError)) return;
      if (error.code === "conflict") renewSalt();
      for (const { path, message } of error.issues) {
        const name = fieldNames.find((each) => path === each || path.startsWith(`${each}.`));
        if (name) setError(name, { type: "server", message });
      }
    },
  });
}
