import { methodNotAllowed, parse, readBody, route } from "#app/api/_http/handler.ts";
import { locationOf } from "#app/api/_http/location.ts";
import { listQuery } from "#app/api/_schemas/requests.ts";
import { clientOf } from "#lib/gate/client.ts";
import { getLimits, requireAdmitted } from "#lib/gate/limits.ts";
import { listOrders } from "#lib/orders/list.ts";
import { placeOrder } from "#lib/orders/place.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { orderBody } from "#lib/shared/order-body.ts";

export const GET = route(async (context, request) => {
  const query = parse(listQuery, Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await listOrders(context, query));
});

export const POST = route(async (context, request) => {
  const body = await readBody(request, orderBody);
  requireAdmitted(await getLimits().admitOrder(clientOf(context, request), body.deployer));
  const { order, created } = await placeOrder(context, body);
  const headers = { Location: locationOf(context, order) };
  return Response.json(toOrder(order), { status: created ? 201 : 200, headers });
});

export const PUT = methodNotAllowed("GET", "POST");
export const PATCH = PUT;
export const DELETE = PUT;
