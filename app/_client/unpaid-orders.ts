import { useMemo, useSyncExternalStore } from "react";
import { z } from "zod";
import { evmAddress } from "#lib/shared/token.ts";
import type { OrderId } from "./orders-api.ts";

/**
 * The orders that were placed in this browser and not paid yet, newest first. Nobody else keeps them for a person: who
 * places an order may name any wallet, so the server lists only what was paid.
 */

const KEY = "coinwright:unpaid";
const CHANGED = "coinwright:unpaid";
const MOST = 50;
const none: readonly OrderId[] = [];

const stored = z.array(z.object({ chainId: z.int().positive(), address: evmAddress }));

export function rememberUnpaid(id: OrderId) {
  store(withOrder(parseUnpaid(read()), id));
}

export function forgetUnpaid(id: OrderId) {
  store(withoutOrder(parseUnpaid(read()), id));
}

/** Whichever tab has placed them. None until the browser has taken over. */
export function useUnpaidOrders(): readonly OrderId[] {
  const text = useSyncExternalStore(subscribe, read, () => null);
  return useMemo(() => parseUnpaid(text), [text]);
}

/** The order first, once, and no more than are kept. */
export function withOrder(ids: readonly OrderId[], { chainId, address }: OrderId): OrderId[] {
  return [{ chainId, address }, ...withoutOrder(ids, { chainId, address })].slice(0, MOST);
}

/** What was kept; nothing where it is not what was written here. */
export function parseUnpaid(text: string | null): readonly OrderId[] {
  try {
    return stored.safeParse(JSON.parse(text ?? "[]")).data?.slice(0, MOST) ?? none;
  } catch {
    return none;
  }
}

function withoutOrder(ids: readonly OrderId[], order: OrderId): OrderId[] {
  return ids.filter((id) => !isSame(id, order));
}

function isSame(one: OrderId, other: OrderId): boolean {
  return one.chainId === other.chainId && one.address === other.address;
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** A browser may refuse to keep anything; an order is placed all the same. */
function store(ids: readonly OrderId[]) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    return;
  }
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
