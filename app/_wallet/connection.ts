import { useSyncExternalStore } from "react";
import type { Address } from "viem";
import * as z from "zod/mini";
import { browserKept } from "#app/_client/kept.ts";
import { evmAddress } from "#lib/shared/address.ts";
import type { WalletId } from "./wallet-name.ts";

/**
 * The wallet that is connected, as far as pages have to know. One of an earlier visit is `reconnecting` until it has
 * answered, or has not for too long. `wallet` is which one it is.
 */
export type Connection =
  | { status: "disconnected"; address?: undefined; chainId?: undefined; wallet?: undefined }
  | { status: "reconnecting" | "connected"; address: Address; chainId: number; wallet: WalletId };

const KEY = "coinwright:connection";
const disconnected: Connection = { status: "disconnected" };
const stored = z.object({
  address: evmAddress,
  chainId: z.number(),
  wallet: z.object({ id: z.string(), name: z.string() }),
});

let current: Connection | undefined;
const listeners = new Set<() => void>();

/** Nobody until the browser has taken over. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, readConnection, () => disconnected);
}

/** The connection now; the same object until it changes. */
export function readConnection(): Connection {
  return (current ??= remembered());
}

/** Tells all who use it of a change, and keeps it for the next visit. */
export function setConnection(connection: Connection): void {
  const { status, ...kept } = connection;
  if (status === "disconnected") browserKept.removeItem(KEY);
  else browserKept.setItem(KEY, JSON.stringify(kept));
  tell(connection);
}

/** The wallet of an earlier visit has not answered: there is none for now, and the next visit asks it again. */
export function giveUpReconnecting(): void {
  if (readConnection().status === "reconnecting") tell(disconnected);
}

function tell(connection: Connection): void {
  current = connection;
  for (const listener of listeners) listener();
}

function remembered(): Connection {
  try {
    const { data } = stored.safeParse(JSON.parse(browserKept.getItem(KEY) ?? "null"));
    return data ? { status: "reconnecting", ...data } : disconnected;
  } catch {
    return disconnected;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
