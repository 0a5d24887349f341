import type { Address } from "viem";
import type { Order } from "#lib/shared/order.ts";
import type { OrderBody } from "#lib/shared/order-body.ts";
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

/** The whole of an order. */
export async function fetchOrder(id: OrderId, signal: AbortSignal): Promise<Order> {
  const response = await request(pathOf(id), { signal });
  return response.json();
}

/** An order without its code. What has not changed the browser has kept: it asks by the `ETag`, and is answered 304. */
export async function fetchOrderState(id: OrderId, signal: AbortSignal): Promise<Order> {
  const response = await request(`${pathOf(id)}&initcode=omit`, { signal });
  return response.json();
}

/** Where an order is told of as it changes, without its code: events `order`, and `alive` in between. */
export function orderEventsPath({ address, chainId }: OrderId): string {
  return `/api/tokens/${address}/events?chainId=${chainId}`;
}

function pathOf({ address, chainId }: OrderId): string {
  return `/api/tokens/${address}?chainId=${chainId}`;
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

type DeployAnswer = "deployed" | "queued" | "submitted" | "held";

/** The server has taken the matter on, and there is no token yet. Asking again waits on. */
export class NotDeployedYet extends Error {
  readonly status: "submitted" | "held";
  readonly retryAfterMs: number;

  constructor(status: "submitted" | "held", retryAfterMs: number) {
    super(`The order is ${status}.`);
    this.name = "NotDeployedYet";
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Has an order deployed. May be repeated at any time. @returns the order with its token; null where it was queued, whose
 * turn comes without anybody asking again. @throws {NotDeployedYet}
 */
export async function requestDeploy(
  { address, chainId }: OrderId,
  signal?: AbortSignal,
): Promise<Order | null> {
  const response = await post("/api/deploy", { token: address, chainId }, signal);
  const answer: { status: DeployAnswer; token: Order } = await response.json();
  if (answer.status === "deployed") return answer.token;
  if (answer.status === "queued") return null;
  throw new NotDeployedYet(answer.status, retryAfterMsOf(response));
}

function post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return request(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}
