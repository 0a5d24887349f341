import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { TransactionNotFoundError, TransactionReceiptNotFoundError, type Hex, type PublicClient } from "viem";
import { usePublicClient } from "wagmi";
import { z } from "zod";
import type { OrderId } from "#app/_client/orders-api.ts";
import type { Order } from "#lib/shared/order.ts";
import { paymentKey } from "./use-payment.ts";

/** How a transaction that was sent came to an end. */
type PaymentEnd = "mined" | "reverted" | "vanished";

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
/** Nodes learn of a transaction at different times: only after this long is one that nobody knows given up. */
const VANISHED_AFTER_MS = 60_000;

const keyOf = ({ chainId, address }: OrderId) => `coinwright:payment:${chainId}:${address}`;

export function rememberPayment(id: OrderId, hash: Hex) {
  store(id, { hash, sentAt: Date.now(), ended: null });
}

/** Follows the payment that this browser has sent, until it is mined, reverted or gone. */
export function useSentPayment(order: Order): SentPayment | undefined {
  const { chainId, address } = order;
  const sent = useStored(order);
  const client = usePublicClient({ chainId });
  const queryClient = useQueryClient();
  const { data: end } = useQuery({
    queryKey: ["sent-payment", chainId, sent?.hash],
    queryFn: async () => {
      const result = client && sent ? await endOf(client, sent) : null;
      // Read from the chain anew before it counts as mined, so that nobody is asked to pay twice.
      if (result === "mined") await queryClient.invalidateQueries({ queryKey: paymentKey(order) });
      return result;
    },
    enabled: sent?.ended === null && order.status === "awaiting_payment",
    refetchInterval: client?.pollingInterval ?? 4_000,
  });

  useEffect(() => {
    if (end) markEnded({ chainId, address }, end);
  }, [end, chainId, address]);

  return sent;
}

async function endOf(client: PublicClient, { hash, sentAt }: SentPayment): Promise<PaymentEnd | null> {
  try {
    const { status } = await client.getTransactionReceipt({ hash });
    return status === "reverted" ? "reverted" : "mined";
  } catch (error) {
    if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
    return (await isKnown(client, hash)) || Date.now() - sentAt < VANISHED_AFTER_MS ? null : "vanished";
  }
}

async function isKnown(client: PublicClient, hash: Hex): Promise<boolean> {
  try {
    await client.getTransaction({ hash });
    return true;
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false;
    throw error;
  }
}

/** Whichever tab has sent it. */
function useStored(id: OrderId): SentPayment | undefined {
  const text = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(keyOf(id)),
    () => null,
  );
  return useMemo(() => parse(text), [text]);
}

function markEnded(id: OrderId, ended: PaymentEnd) {
  const sent = parse(localStorage.getItem(keyOf(id)));
  if (sent) store(id, { ...sent, ended });
}

function store(id: OrderId, sent: SentPayment) {
  localStorage.setItem(keyOf(id), JSON.stringify(sent));
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
