import { useMemo, useSyncExternalStore } from "react";
import * as z from "zod/mini";
import { evmAddress } from "#lib/shared/address.ts";
import type { Order } from "#lib/shared/order.ts";
import { browserKept } from "./kept.ts";
import { bodyOf, type OrderId } from "./orders-api.ts";

/**
 * The orders that were placed in this browser and not paid yet, newest first. Nobody else keeps them for a person: who
 * places an order may name any wallet, so the server lists only what was paid. Nor does the server keep it for ever,
 * so that what was ordered is kept here too: placed again, it is the same order. `body` is that, as `unpaid-body.ts` reads it.
 */
export type Unpaid = OrderId & { body?: unknown };

const KEY = "coinwright:unpaid";
const CHANGED = "coinwright:unpaid";
const MOST = 50;
const none: readonly Unpaid[] = [];

const stored = z.array(
  z.object({ chainId: z.int().check(z.positive()), address: evmAddress, body: z.optional(z.unknown()) }),
);

export function rememberUnpaid(order: Order) {
  const { chainId, address } = order;
  store(withOrder(parseUnpaid(read()), { chainId, address, body: bodyOf(order) }));
}

export function forgetUnpaid(id: OrderId) {
  store(withoutOrder(parseUnpaid(read()), id));
}

/** Whichever tab has placed them. None until the browser has taken over. */
export function useUnpaidOrders(): readonly Unpaid[] {
  const text = useSyncExternalStore(subscribe, read, () => null);
  return useMemo(() => parseUnpaid(text), [text]);
}

/** The order first, once, and no more than are kept. */
export function withOrder(unpaid: readonly Unpaid[], order: Unpaid): Unpaid[] {
  return [order, ...withoutOrder(unpaid, order)].slice(0, MOST);
}

/** What was kept; nothing where it is not what was written here. */
export function parseUnpaid(text: string | null): readonly Unpaid[] {
  try {
    return stored.safeParse(JSON.parse(text ?? "[]")).data?.slice(0, MOST) ?? none;
  } catch {
    return none;
  }
}

function withoutOrder(unpaid: readonly Unpaid[], order: OrderId): Unpaid[] {
  return unpaid.filter((each) => !isSame(each, order));
}

function isSame(one: OrderId, other: OrderId): boolean {
  return one.chainId === other.chainId && one.address === other.address;
}

function read(): string | null {
  return browserKept.getItem(KEY);
}

function store(unpaid: readonly Unpaid[]) {
  browserKept.setItem(KEY, JSON.stringify(unpaid));
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(listener: () => void) {
  window.addEventListener("storage", listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener("storage", listener);
    window.removeEventListener(CHANGED, listener);
  };
}
