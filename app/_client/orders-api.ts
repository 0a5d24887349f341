import type { Address } from "viem";
import type { Order, OrderBody } from "#lib/shared/order.ts";
import { request, retryAfterMsOf } from "./http-client.ts";

/** This server's own answers are trusted to be what its API says. All of these throw {@link HttpError}. */

/** An order of which nothing is left to the server. */
export type CompleteOrderBody = OrderBody & Required<Pick<OrderBody, "chainId" | "salt">>;

/** What tells an order from all others. */
export type OrderId = Pick<Order, "chainId" | "address">;

/** What this body would become, with its address and price. Nothing is stored. */
export async function quoteOrder(body: CompleteOrderBody, signal: AbortSignal): Promise<Order> {
  const response = await post("/api/quote", body, signal);
  return response.json();
}

/** Stores the order; the same body is the same order, offered anew where its price has ended. */
export async function placeOrder(body: CompleteOrderBody): Promise<Order> {
  const response = await post("/api/tokens", body);
  return response.json();
}

/**
 * Asks for a placed order's price anew, by the body that it was placed with. One whose price has not ended, or that is
 * paid, comes back as it is.
 */
export function renewOrder(order: Order): Promise<Order> {
  return placeOrder(bodyOf(order));
}

/** The body that an order was placed with. */
export function bodyOf(order: Order): CompleteOrderBody {
  const { name, symbol, decimals, supply, features, cap, owner, deployer, chainId, salt } = order;
  return { name, symbol, decimals, supply, features, cap, owner, deployer, chainId, salt };
}

export async function fetchOrder({ address, chainId }: OrderId, signal: AbortSignal): Promise<Order> {
  const response = await request(`/api/tokens/${address}?chainId=${chainId}`, { signal });
  return response.json();
}

export type OrderListPage = { tokens: Order[]; next: string | null };

/** @param cursor `next` of the page before; null for the first */
export async function fetchOrders(
  deployer: Address,
  cursor: string | null,
  signal: AbortSignal,
): Promise<OrderListPage> {
  const query = new URLSearchParams({ deployer, ...(cursor === null ? {} : { cursor }) });
  const response = await request(`/api/tokens?${query}`, { signal });
  return response.json();
}

/** The delivery is broadcast, and not mined yet. Asking again waits on. */
export class StillMining extends Error {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super("Your token's transaction is sent. It waits for the network to include it.");
    this.name = "StillMining";
    this.retryAfterMs = retryAfterMs;
  }
}

/** Has an order deployed. May be repeated at any time. @throws {StillMining} */
export async function requestDeploy({ address, chainId }: OrderId, signal?: AbortSignal): Promise<Order> {
  const response = await post("/api/deploy", { token: address, chainId }, signal);
  if (response.status === 202) throw new StillMining(retryAfterMsOf(response));
  const answer: { token: Order } = await response.json();
  return answer.token;
}

function post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}
