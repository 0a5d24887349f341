import { onlineManager } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { orderEventsPath, type OrderId } from "#app/_client/orders-api.ts";
import { useVisible } from "#app/_ui/_hooks/use-visible.ts";
import type { Order } from "#lib/shared/order.ts";

/** The server says something every fifteen seconds: what is silent for longer is dead, or held back on the way. */
const SILENCE_MS = 40_000;
/** How long until a stream that was refused, or fell silent, is tried again. */
const AGAIN_MS = 15_000;

type Options = { isWanted: boolean; onOrder: (order: Order) => void };

/**
 * Has the server tell of an order as it changes, while the page is looked at and has a connection. @returns whether it does: from its first
 * word until the stream breaks. Then the browser tries again by itself.
 */
export function useOrderStream({ address, chainId }: OrderId, { isWanted, onOrder }: Options): boolean {
  const isVisible = useVisible();
  const isOnline = useOnline();
  const [isLive, setIsLive] = useState(false);
  const listener = useRef(onOrder);
  useEffect(() => {
    listener.current = onOrder;
  });

  useEffect(() => {
    if (!isWanted || !isVisible || !isOnline) return;
    return follow(orderEventsPath({ address, chainId }), {
      onLive: setIsLive,
      onOrder: (order) => listener.current(order),
    });
  }, [isWanted, isVisible, isOnline, address, chainId]);

  return isLive;
}

type Follower = { onLive: (isLive: boolean) => void; onOrder: (order: Order) => void };

/** Keeps one stream open. @returns what ends it */
function follow(path: string, { onLive, onOrder }: Follower): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    source = new EventSource(path);
    source.addEventListener("order", ({ data }) => {
      heard();
      onOrder(JSON.parse(data));
    });
    source.addEventListener("alive", heard);
    source.addEventListener("error", () => {
      onLive(false);
      // After a break it comes back by itself; after an answer that is no stream it doesn't.
      if (source?.readyState === EventSource.CLOSED) openAgain();
    });
    timer = setTimeout(openAgain, SILENCE_MS);
  }

  function heard(): void {
    onLive(true);
    clearTimeout(timer);
    timer = setTimeout(openAgain, SILENCE_MS);
  }

  function openAgain(): void {
    close();
    timer = setTimeout(open, AGAIN_MS);
  }

  function close(): void {
    onLive(false);
    clearTimeout(timer);
    source?.close();
  }

  open();
  return close;
}

/** Whether there is a connection, by the browser's word: of one that is gone a stream hears nothing for long. */
function useOnline(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => onlineManager.isOnline(),
    () => true,
  );
}

const subscribe = (listener: () => void) => onlineManager.subscribe(listener);
