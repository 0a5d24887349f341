import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { HttpError } from "#app/_client/http-client.ts";
import { loadCode } from "#app/_client/load-code.ts";
import { placeOrder, type CompleteOrderBody } from "#app/_client/orders-api.ts";
import { forgetUnpaid, rememberUnpaid } from "#app/_client/unpaid-orders.ts";
import { orderPath } from "#app/_config/order-path.ts";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import type { OrderField } from "#lib/shared/contract/check-order.ts";
import type { Order } from "#lib/shared/order.ts";
import { orderBody } from "#lib/shared/order-body.ts";
import type { PublicConfig } from "#lib/shared/chain/public-config.ts";
import { currentDraft, discardDraft, renewSalt } from "./_draft/draft.ts";
import { leaveDraft } from "./_draft/resume-draft.ts";
import type { OrderFormApi } from "./_form/form-api.ts";
import { showIssues } from "./_issues/show-issues.ts";

/** The server has taken down another order than the one it was given. */
export class OrderDiffers extends Error {
  readonly fields: readonly OrderField[];

  constructor(fields: readonly OrderField[]) {
    super(`The server took down another order: it differs in ${fields.join(", ")}.`);
    this.name = "OrderDiffers";
    this.fields = fields;
  }
}

/** Places the order and, if it is the one that was asked for, goes to its page. What the server finds wrong with a field shows under that field. */
export function usePlaceOrder(form: OrderFormApi) {
  const router = useRouter();
  const { chains } = usePublicConfig();
  return useMutation<Order, Error, CompleteOrderBody>({
    mutationFn: (body) => placeAndCheck(body, chains),
    onSuccess: (order) => {
      rememberUnpaid(order);
      keepForReturn(order);
      discardDraft();
      router.push(orderPath(order, chains.length > 1));
    },
    onError: (error) => {
      if (error instanceof OrderDiffers) renewSalt();
      if (error instanceof HttpError && error.code === "conflict") renewSalt();
      showIssues(error, form);
    },
  });
}

/** The draft for who comes back; of the order that it took the place of, and that nobody has paid, there is no more need. */
function keepForReturn({ chainId, address }: Order) {
  const draft = currentDraft();
  if (!draft) return;
  const { replaces } = draft;
  leaveDraft(draft);
  if (replaces && (replaces.chainId !== chainId || replaces.address !== address)) forgetUnpaid(replaces);
}

/** @throws {OrderDiffers} before anybody is led to where money is asked for */
async function placeAndCheck(body: CompleteOrderBody, chains: PublicConfig["chains"]): Promise<Order> {
  const chain = chains.find(({ id }) => id === body.chainId);
  if (!chain) throw new Error(`Chain ${body.chainId} is not configured.`);
  const { differencesIn } = await loadCode(import("#lib/shared/contract/check-order.ts"));
  const order = await placeOrder(body);
  const fields = differencesIn(order, { checkout: chain.checkout, body: orderBody.parse(body) });
  if (fields.length > 0) throw new OrderDiffers(fields);
  return order;
}
