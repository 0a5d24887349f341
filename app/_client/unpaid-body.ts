import * as z from "zod/mini";
import { orderBody } from "#lib/shared/order-body.ts";
import type { CompleteOrderBody } from "./orders-api.ts";
import type { Unpaid } from "./unpaid-orders.ts";

const completeBody = z.pipe(
  orderBody,
  z.transform((body, context): CompleteOrderBody => {
    const { chainId, salt } = body;
    if (chainId !== undefined && salt !== undefined) return { ...body, chainId, salt };
    context.issues.push({ code: "custom", message: "is not complete", input: body });
    return z.NEVER;
  }),
);

/** What an order was placed with; undefined where this browser has not kept the whole of it. */
export function keptBody({ body }: Unpaid): CompleteOrderBody | undefined {
  return completeBody.safeParse(body).data;
}
