import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { UseFormSetError } from "react-hook-form";
import { HttpError } from "#app/_client/http-client.ts";
import { placeOrder, type CompleteOrderBody } from "#app/_client/orders-api.ts";
import { rememberUnpaid } from "#app/_client/unpaid-orders.ts";
import { orderPath } from "#app/_config/order-path.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { describeFields } from "#app/_receipt/order-fields.ts";
import { differencesIn, type OrderField } from "#lib/shared/check-order.ts";
import { type Order, orderBody } from "#lib/shared/order.ts";
import type { PublicConfig } from "#lib/shared/public-config.ts";
import type { TokenForm } from "#lib/shared/token.ts";
import { discardDraft, renewSalt } from "./draft.ts";
import { showIssues } from "./show-issues.ts";

/** The server has taken down another order than the one it was given. */
class OrderDiffers extends Error {
  constructor(fields: readonly OrderField[]) {
    super(
      `The server took down another order than yours: it differs in ${describeFields(fields)}. Nothing was paid. Try again, and if you see this again, tell whoever runs this server.`,
    );
    this.name = "OrderDiffers";
  }
}

/** Places the order and, if it is the one that was asked for, goes to its page. What the server finds wrong with a field shows under that field. */
export function usePlaceOrder(setError: UseFormSetError<TokenForm>) {
  const router = useRouter();
  const { chains } = usePublicConfig();
  return useMutation<Order, Error, CompleteOrderBody>({
    mutationFn: (body) => placeAndCheck(body, chains),
    networkMode: "always",
    onSuccess: (order) => {
      rememberUnpaid(order);
      discardDraft();
      router.push(orderPath(order, chains.length > 1));
    },
    onError: (error) => {
      if (error instanceof OrderDiffers) renewSalt();
      if (error instanceof HttpError && error.code === "conflict") renewSalt();
      showIssues(error, setError);
    },
  });
}

/** @throws {OrderDiffers} before anybody is led to where money is asked for */
async function placeAndCheck(body: CompleteOrderBody, chains: PublicConfig["chains"]): Promise<Order> {
  const chain = chains.find(({ id }) => id === body.chainId);
  if (!chain) throw new Error(`Chain ${body.chainId} is not configured.`);
  const order = await placeOrder(body);
  const fields = differencesIn(order, { checkout: chain.checkout, body: orderBody.parse(body) });
  if (fields.length > 0) throw new OrderDiffers(fields);
  return order;
}
