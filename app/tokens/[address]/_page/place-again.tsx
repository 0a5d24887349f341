"use client";

import { useMutation } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { placeOrder, type CompleteOrderBody } from "#app/_client/orders-api.ts";
import { useUnpaidOrders } from "#app/_client/unpaid-orders.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import type { Order } from "#lib/shared/order.ts";

/** Where this browser remembers an order that the server has removed unpaid: placed again, it is the same order. */
export function PlaceAgain() {
  const { address } = useParams<{ address: string }>();
  const body = useUnpaidOrders().find((each) => each.address.toLowerCase() === address.toLowerCase())?.body;
  const { mutate, isPending, isSuccess, error } = useMutation<Order, Error, CompleteOrderBody>({
    mutationFn: placeOrder,
    networkMode: "always",
    // What has once not been found stays so in a page of Next.js, whatever it hears of the server later.
    onSuccess: () => window.location.reload(),
  });
  if (!body) return null;
  return (
    <>
      <p className="mb-3 text-center text-sm leading-relaxed text-muted">
        You ordered {body.name} ({body.symbol}) here in this browser. It was not paid in time, so the server
        let it go. You can order it again, at the same address.
      </p>
      {error && <Notice tone="error">{error.message}</Notice>}
      <Button disabled={isPending || isSuccess} onClick={() => mutate(body)}>
        Order it again
      </Button>
    </>
  );
}
