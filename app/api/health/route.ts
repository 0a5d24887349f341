import { methodNotAllowed, uncountedRoute } from "#app/api/_http/handler.ts";
import { recentHealth } from "#lib/base/health.ts";
import { probesOfFunds } from "#lib/orders/accepting.ts";
import { probesOfQueue } from "#lib/queue/order-queue.ts";

// Not counted, since whoever shares out requests must hear of this server; it is asked of the parts once a second.
export const GET = uncountedRoute(async (context) => {
  const { status, parts } = await recentHealth(context, [
    ...probesOfFunds(context),
    ...probesOfQueue(context),
  ]);
  if (status === "ok") return Response.json({ status, ...parts });
  const failing = Object.entries(parts).flatMap(([name, part]) => (part.status === "ok" ? [] : [name]));
  const error = {
    error: "Unhealthy",
    code: "unhealthy",
    message: `Not everything answers: ${failing.join(", ")}.`,
  };
  return Response.json({ ...error, status, ...parts }, { status: 503 });
});

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
