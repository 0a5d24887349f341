import { methodNotAllowed, readBody, route } from "#app/api/_http/handler.ts";
import { quoteForPayment } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { orderBody } from "#lib/shared/order-body.ts";

/** The order that this body would become, with its address and price. Nothing is stored. 503 where it could not be delivered. */
export const POST = route(async (context, request) => {
  return Response.json(toOrder(await quoteForPayment(context, await readBody(request, orderBody))));
});

export const GET = methodNotAllowed("POST");
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
