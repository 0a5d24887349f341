import { setTimeout as delay } from "node:timers/promises";
import type { Address } from "viem";
import { HttpError, request } from "#app/_client/http-client.ts";
import { retryDelayMs } from "#lib/shared/waiting/backoff.ts";
import type { Order } from "#lib/shared/order.ts";
import { findReceipt } from "../node/chain-client.ts";
import type { TestChain } from "../node/test-chain.ts";
import type { OrderPlan } from "../plan/plan.ts";
import { seeded } from "../plan/random.ts";
import { openCustomerWallet, payCall, type CustomerWallet } from "./customer-wallet.ts";
import { until } from "./wait.ts";
import type { World } from "./world.ts";

/** When a customer leaves for good: with the order placed, or paid, or while asking for it, or before the answer. */
export type Departure = "placed" | "paid" | "asking" | "answered";

/** One person with an order: places it, pays, and asks for the token as the browser does. */
export type Customer = {
  plan: OrderPlan;
  chain: TestChain;
  wallet: CustomerWallet;
  /** What the server answered when the order was placed. */
  order: Order | null;
  placed: Promise<Order>;
  /** The payment is in a block. */
  paid: Promise<void>;
  /** Left before the token was there, as planned. */
  left: Promise<void>;
  /** The status of every answer; 0 where there was none. */
  statuses: number[];
  /** Resolves when the customer has the token, has left, or gives up at the signal. */
  shop: (signal: AbortSignal) => Promise<void>;
};

export async function openCustomer(
  { chains, instances }: World,
  plan: OrderPlan,
  departure: { at: Departure; afterMs: number } | null,
): Promise<Customer> {
  const chain = chains[plan.node];
  const wallet = await openCustomerWallet(chain, plan.privateKey);
  const placed = Promise.withResolvers<Order>();
  const paid = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const statuses: number[] = [];
  const ask = asking(
    instances.map(({ url }) => url),
    plan,
    statuses,
  );

  async function visit(signal: AbortSignal): Promise<void> {
    await delay(plan.startMs, undefined, { signal });
    const body = { ...plan.body, deployer: wallet.account.address, chainId: chain.id };
    const answer = await ask("/api/tokens", body, { signal, insists: true });
    const order: Order = await answer.json();
    customer.order = order;
    placed.resolve(order);
    if (departure?.at === "placed") return left.resolve();
    const value = BigInt(order.price);
    const hash = await wallet.send({ to: order.checkout, data: payCall(order.address), value });
    await until(() => findReceipt(chain.client, hash), signal);
    paid.resolve();
    if (departure?.at === "paid") return left.resolve();
    await (departure?.at === "asking"
      ? askInVain(order, departure.afterMs, signal)
      : fetchToken(order, signal));
  }

  async function fetchToken(order: Order, signal: AbortSignal): Promise<void> {
    const answer = await ask("/api/deploy", referenceOf(order), { signal, insists: false });
    await answer.body?.cancel();
    if (departure?.at === "answered") left.resolve();
  }

  async function askInVain(order: Order, patienceMs: number, signal: AbortSignal): Promise<void> {
    try {
      await ask("/api/deploy", referenceOf(order), { signal, insists: false, patienceMs });
    } catch (error) {
      if (signal.aborted || error instanceof HttpError) throw error;
      left.resolve();
    }
  }

  const customer: Customer = {
    plan,
    chain,
    wallet,
    order: null,
    placed: placed.promise,
    paid: paid.promise,
    left: left.promise,
    statuses,
    shop: (signal) =>
      visit(signal).catch((error: unknown) => {
        if (!signal.aborted && !(error instanceof HttpError)) throw error;
      }),
  };
  return customer;
}

/** How a deploy names an order. */
export function referenceOf({ address, chainId }: Order): { token: Address; chainId: number } {
  return { token: address, chainId };
}

type Asking = {
  signal: AbortSignal;
  /** Asks again after an error of the server's own, as a person does who presses the button once more. */
  insists: boolean;
  /** Leaves in the middle of the first request that takes longer. */
  patienceMs?: number;
};

/** Requests that are repeated as the browser repeats them, at the other server where one is gone. */
function asking(urls: string[], plan: OrderPlan, statuses: number[]) {
  const random = seeded(plan.jitterSeed);
  let server: number = plan.server;
  return async (path: string, body: unknown, { signal, insists, patienceMs }: Asking): Promise<Response> => {
    for (let failures = 1; ; failures++) {
      try {
        const patience = patienceMs === undefined ? [] : [AbortSignal.timeout(patienceMs)];
        const init = {
          method: "POST",
          headers: { "x-forwarded-for": plan.from },
          body: JSON.stringify(body),
          signal: AbortSignal.any([signal, ...patience]),
        };
        const answer = await request(`${urls[server]}${path}`, init);
        statuses.push(answer.status);
        if (answer.status !== 202) return answer;
        await answer.body?.cancel();
        await delay(retryDelayMs(failures, 0, random), undefined, { signal });
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        statuses.push(error.status);
        const mayRetry = error.isTransient || error.status === 402 || (insists && error.status >= 500);
        if (!mayRetry) throw error;
        if (error.status === 0) server = (server + 1) % urls.length;
        await delay(retryDelayMs(failures, error.retryAfterMs, random), undefined, { signal });
      }
    }
  };
}
