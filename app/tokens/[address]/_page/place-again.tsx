import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useParams } from "next/navigation";
import { useMemo } from "react";
import { placeOrder, type CompleteOrderBody } from "#app/_client/orders-api.ts";
import { keptBody } from "#app/_client/unpaid-body.ts";
import { useUnpaidOrders } from "#app/_client/unpaid-orders.ts";
import { useErrorWords } from "#app/_client/error-words.ts";
import { OrderAToken } from "#app/_receipt/missing-page.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { Order } from "#lib/shared/order.ts";

/**
 * Where this browser remembers an order that the server has removed unpaid: placed again, it is the same order, and
 * comes before any other.
 */
export function PlaceAgain() {
  const words = useTranslations("order");
  const wordsOf = useErrorWords();
  const { address } = useParams<{ address: string }>();
  const kept = useUnpaidOrders().find((each) => each.address.toLowerCase() === address.toLowerCase());
  const body = useMemo(() => kept && keptBody(kept), [kept]);
  const { mutate, isPending, isSuccess, error } = useMutation<Order, Error, CompleteOrderBody>({
    mutationFn: placeOrder,
    // What has once not been found stays so in a page of Next.js, whatever it hears of the server later.
    onSuccess: () => window.location.reload(),
  });
  if (!body) return <OrderAToken />;
  return (
    <>
      <p className="mb-3 text-center text-sm leading-relaxed text-muted">
        {words("placeAgain", { name: body.name, symbol: body.symbol })}
      </p>
      {error && <Notice tone="error">{wordsOf(error)}</Notice>}
      <Button disabled={isPending || isSuccess} onClick={() => mutate(body)}>
        {words("orderItAgain")}
      </Button>
      <OrderAToken variant="secondary" />
    </>
  );
}
