import { methodNotAllowed, route } from "#app/api/_http/handler.ts";
import { checkHealth } from "#lib/base/health.ts";
import { probesOfFunds } from "#lib/orders/accepting.ts";

export const GET = route(async (context) => {
  const { status, parts } = await checkHealth(context, probesOfFunds(context));
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
