import { useMemo, useSyncExternalStore } from "react";
import type { Hex } from "viem";
import * as z from "zod/mini";
import { browserKept } from "#app/_client/kept.ts";
import type { OrderId } from "#app/_client/orders-api.ts";

/**
 * A payment that a wallet has sent. Kept in this browser, so that after a reload, or in another tab, nobody is asked
 * to pay again while it is on its way. The hash is the wallet's word, which may be no transaction's: a Safe answers with
 * one of its own, a relay with one that may never be seen. So it is followed by the chain and by the account's nonce.
 */
export type SentPayment = {
  hash: Hex;
  sentAt: number;
  /** The payer's nonce that it was sent with; null as long as no node has shown it. */
  nonce: number | null;
  /** Whether no node knows it although it had the time: it may come yet, and it may not. */
  isUnseen: boolean;
  /** What became of it; null as long as that is open. */
  ended: PaymentEnd | null;
};

/**
 * How a payment that was sent came to an end: in a block under its hash; on Checkout, but under another hash; refused
 * when it was mined; or another transaction has its nonce, and nothing is paid.
 */
const ends = ["mined", "arrived", "reverted", "replaced"] as const;
type PaymentEnd = (typeof ends)[number];

/** What can be found out about a payment that was sent. */
export type PaymentNews = Pick<SentPayment, "nonce" | "isUnseen" | "ended">;

const stored = z.object({
  hash: z.templateLiteral(["0x", z.string().check(z.regex(/^[0-9a-f]{64}$/))]),
  sentAt: z.number(),
  nonce: z.catch(z.nullable(z.number()), null),
  isUnseen: z.catch(z.boolean(), false),
  ended: z.catch(z.nullable(z.enum(ends)), null),
});

const CHANGED = "coinwright:payment";

const keyOf = ({ chainId, address }: OrderId) => `coinwright:payment:${chainId}:${address}`;

export function rememberPayment(id: OrderId, hash: Hex) {
  store(id, { hash, sentAt: Date.now(), nonce: null, isUnseen: false, ended: null });
}

/** Adds what was found out about a payment, unless another one was sent since. */
export function notePayment(id: OrderId, hash: Hex, news: Partial<PaymentNews>) {
  const sent = parse(browserKept.getItem(keyOf(id)));
  if (sent?.hash === hash) store(id, { ...sent, ...news });
}

/** What was sent last, whichever tab has sent it. */
export function useStoredPayment(id: OrderId): SentPayment | undefined {
  const text = useSyncExternalStore(
    subscribe,
    () => browserKept.getItem(keyOf(id)),
    () => null,
  );
  return useMemo(() => parse(text), [text]);
}

function store(id: OrderId, sent: SentPayment) {
  browserKept.setItem(keyOf(id), JSON.stringify(sent));
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
