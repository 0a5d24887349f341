import { methodNotAllowed, parse, uncountedRoute } from "#app/api/_http/handler.ts";
import { streamQuery, tokenPath } from "#app/api/_schemas/requests.ts";
import { chainOf } from "#lib/base/chains.ts";
import { clientOf } from "#lib/gate/client.ts";
import { getLimits, requireAdmitted } from "#lib/gate/limits.ts";
import { getLive } from "#lib/live/live.ts";
import { eventStreamHeaders, openOrderStream } from "#lib/live/order-stream.ts";
import { keyOf } from "#lib/live/snapshot.ts";

export const GET = uncountedRoute<{ address: string }>(async (context, request, params) => {
  const { address } = parse(tokenPath, params);
  const client = clientOf(context, request);
  requireAdmitted(await getLimits().admitFor(client, address));
  const { chainId } = parse(streamQuery, Object.fromEntries(new URL(request.url).searchParams));
  const { id } = chainOf(context.chains, chainId);
  const stream = await openOrderStream(getLive(), {
    key: keyOf({ chainId: id, address }),
    client,
    lastVersion: request.headers.get("Last-Event-ID"),
    signal: request.signal,
  });
  return new Response(stream, { headers: eventStreamHeaders });
});

export const POST = methodNotAllowed("GET");
export const PUT = POST;
export const PATCH = POST;
export const DELETE = POST;
