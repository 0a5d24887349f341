import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Address } from "viem";

/** One request over HTTP, and what is learnt of it on the way. */
export type RequestScope = {
  id: string;
  /** Who is at the other end of the connection; nobody can claim another. */
  peer: string | undefined;
  /** The code of the error that it is answered with. */
  refusal?: string;
  order?: OrderScope;
};

type OrderScope = { token: Address; chainId: number };
type Scope = { request?: RequestScope | undefined; order?: OrderScope };
type Scopes = AsyncLocalStorage<Scope>;

// Next.js bundles each entry point apart: what the gate notes must be what a route and the log read.
declare global {
  var coinwrightScopes: Scopes | undefined;
}

/** Runs `work`, and whatever it leads to, on behalf of a request. */
export function withRequest<T>(request: RequestScope, work: () => T): T {
  return scopes().run({ request }, work);
}

/** The request on whose behalf this runs, if it is one. */
export function currentRequest(): RequestScope | undefined {
  return scopes().getStore()?.request;
}

/** Notes by which error the present request is refused. */
export function noteRefusal(code: string): void {
  const request = currentRequest();
  if (request) request.refusal = code;
}

/** Runs `work` as something done about an order, which every line of the log then names. */
export function aboutOrder<T>({ chainId, address }: { chainId: number; address: Address }, work: () => T): T {
  const request = currentRequest();
  const order = { token: address, chainId };
  // What is logged once the work is over is about it too.
  if (request) request.order = order;
  return scopes().run({ request, order }, work);
}

/** What each line of the log says of what it was written for. */
export function logBindings(): Record<string, unknown> {
  const scope = scopes().getStore();
  if (!scope) return {};
  const { request, order = request?.order } = scope;
  return { ...(request ? { requestId: request.id } : {}), ...order };
}

function scopes(): Scopes {
  globalThis.coinwrightScopes ??= new AsyncLocalStorage();
  return globalThis.coinwrightScopes;
}
