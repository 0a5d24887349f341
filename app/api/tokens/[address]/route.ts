import { methodNotAllowed, parse, uncountedRoute } from "#app/api/_http/handler.ts";
import { orderQuery, tokenPath } from "#app/api/_schemas/requests.ts";
import { findStep } from "#lib/deploy/step-record.ts";
import { clientOf } from "#lib/gate/client.ts";
import { getLimits, requireAdmitted } from "#lib/gate/limits.ts";
import { snapshotOf } from "#lib/live/snapshot.ts";
import { findOrder } from "#lib/orders/find.ts";
import { positionOf } from "#lib/orders/positions.ts";
import { toListedOrder } from "#lib/orders/to-order.ts";
import { publicationsOf } from "#lib/publish/read.ts";

export const GET = uncountedRoute<{ address: string }>(async (context, request, params) => {
  const { address } = parse(tokenPath, params);
  requireAdmitted(await getLimits().admitFor(clientOf(context, request), address));
  const { chainId, initcode } = parse(orderQuery, Object.fromEntries(new URL(request.url).searchParams));
  const row = await findOrder(context, { token: address, chainId });
  const [step, position, publications] = await Promise.all([
    findStep(context, row),
    positionOf(context, row),
    publicationsOf(context, row),
  ]);
  const { order, version } = snapshotOf(toListedOrder(row, { step, position, publications }));
  const tag = `W/"${version}"`;
  const headers = { ETag: tag, "Cache-Control": "private, no-cache" };
  if (isKnown(request.headers.get("If-None-Match"), tag)) return new Response(null, { status: 304, headers });
  return Response.json(initcode === "omit" ? order : { ...order, initcode: row.initcode }, { headers });
});

/** Compared weakly, RFC 9110, section 13.1.2. */
function isKnown(known: string | null, tag: string): boolean {
  return known?.split(",").some((each) => [tag, "*"].includes(each.trim())) ?? false;
}

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
