import { methodNotAllowed, parse, readBody, route } from "#app/api/_http/handler.ts";
import { chainPath } from "#app/api/_schemas/requests.ts";
import { chainOf } from "#lib/base/chains.ts";
import { chainRead, relayRead } from "#lib/live/relay.ts";

/** The few readings of a chain that a page needs, by JSON-RPC, for a browser whose own node does not answer. */
export const POST = route<{ chainId: string }>(async ({ chains }, request, params) => {
  const { chainId } = parse(chainPath, params);
  const { id, ...question } = await readBody(request, chainRead);
  const answer = await relayRead(chainOf(chains, chainId), question);
  return Response.json({ jsonrpc: "2.0", id, ...answer }, { headers: { "Cache-Control": "no-store" } });
});

export const GET = methodNotAllowed("POST");
export const PUT = GET;
export const PATCH = GET;
export const DELETE = GET;
