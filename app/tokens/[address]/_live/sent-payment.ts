import { useMemo, useSyncExternalStore } from "react";
import type { Hex } from "viem";
import { z } from "zod";
import type { Order } from "#lib/shared/order.ts";

/** How a transaction that was sent came to an end. */
export type PaymentEnd = "mined" | "reverted" | "vanished";

/**
 * A payment that a wallet has sent. Kept in this browser, so that after a reload, or in another tab, nobody is asked
 * to pay again while it is on its way: that is, while `ended` is null.
 */
export type SentPayment = { hash: Hex; sentAt: number; ended: PaymentEnd | null };

const stored = z.object({
  hash: z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]),
  sentAt: z.number(),
  ended: z.enum(["mined", "reverted", "vanished"]).nullable(),
});

const CHANGED = "coinwright:payment";

type Token = Pick<Order, "chainId" | "address">;

const keyOf = ({ chainId, address }: Token) => `coinwright:payment:${chainId}:${address}`;

export function rememberPayment(token: Token, hash: Hex) {
  store(token, { hash, sentAt: Date.now(), ended: null });
}

export function endPayment(token: Token, ended: PaymentEnd) {
  const payment = parse(localStorage.getItem(keyOf(token)));
  if (payment) store(token, { ...payment, ended });
}

/** The payment sent for a token, whichever tab sent it. */
export function useSentPayment(token: Token): SentPayment | undefined {
  const text = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(keyOf(token)),
    () => null,
  );
  return useMemo(() => parse(text), [text]);
}

function store(token: Token, payment: SentPayment) {
  localStorage.setItem(keyOf(token), JSON.stringify(payment));
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

function parse(text: string | null): SentPayment | undefined {
  try {
    return stored.safeParse(JSON.parse(text ?? "null")).data;
  } catch {
    return undefined;
  }
}
