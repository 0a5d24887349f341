import { z } from "zod";
import { methodNotAllowed, parse, uncountedRoute } from "#app/api/_http/handler.ts";
import { findStep } from "#lib/deploy/step-record.ts";
import { clientOf } from "#lib/gate/client.ts";
import { getLimits, requireAdmitted } from "#lib/gate/limits.ts";
import { findOrder } from "#lib/orders/find.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import { evmAddress } from "#lib/shared/token.ts";

const query = z.strictObject({ chainId: z.coerce.number().int().positive().optional() });

export const GET = uncountedRoute<{ address: string }>(async (context, request, params) => {
  const { address } = parse(z.object({ address: evmAddress }), params);
  requireAdmitted(await getLimits().admitFor(clientOf(context, request), address));
  const { chainId } = parse(query, Object.fromEntries(new URL(request.url).searchParams));
  const order = await findOrder(context, { token: address, chainId });
  return Response.json(toOrder(order, await findStep(context, order)));
});

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
