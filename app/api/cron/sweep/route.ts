import { methodNotAllowed, requireBearer, uncountedRoute } from "#app/api/_http/handler.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { sweepOnce } from "#lib/sweep/sweep.ts";

/** How long a platform that limits functions may let this one run, in seconds; the sweep ends before. */
export const maxDuration = 60;
const SWEEP_TIMEOUT_MS = 50_000;

// Not counted: nobody may keep the clock that calls it from doing so.
export const GET = uncountedRoute(async (context, request) => {
  if (!context.env.CRON_SECRET) throw new NotFound("There is no sweep to call: CRON_SECRET is not set.");
  requireBearer(request, context.env.CRON_SECRET);
  return Response.json(await sweepOnce(context, AbortSignal.timeout(SWEEP_TIMEOUT_MS)));
});

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
