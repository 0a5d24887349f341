import "server-only";
import type { BlockList } from "node:net";
import type { Env } from "#lib/base/env.ts";
import { currentRequest } from "#lib/base/telemetry/scope.ts";
import { clientAddress, holderOf, isTrusted, rangesOf } from "./client-address.ts";

type Headed = { headers: Headers };

/** Whom a request counts for. On Vercel no connection can be seen, but a header that nobody else can write. */
export function clientOf({ env }: { env: Env }, { headers }: Headed): string {
  const trusted = trustedBy(env);
  return holderOf(
    env.VERCEL
      ? clientAddress(headers.get("X-Vercel-Forwarded-For") ?? undefined, null, trusted)
      : clientAddress(currentRequest()?.peer, headers.get("X-Forwarded-For"), trusted),
  );
}

/** Whether a browser has come by TLS, by the word of a proxy that is trusted. */
export function isSecure({ env }: { env: Env }, { headers }: Headed): boolean {
  if (!env.VERCEL && !isTrusted(currentRequest()?.peer, trustedBy(env))) return false;
  return headers.get("X-Forwarded-Proto")?.split(",").at(-1)?.trim() === "https";
}

/** Where this site is, as its visitor has reached it: one build serves every environment, so nothing else knows. */
export function originOf(context: { env: Env }, headed: Headed): URL | null {
  const protocol = isSecure(context, headed) ? "https" : "http";
  return URL.parse(`${protocol}://${headed.headers.get("Host")}`);
}

const parsed = new WeakMap<Env, BlockList>();

function trustedBy(env: Env): BlockList {
  const trusted = parsed.get(env) ?? rangesOf(env.TRUSTED_PROXIES);
  parsed.set(env, trusted);
  return trusted;
}
