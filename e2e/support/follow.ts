import { setTimeout as delay } from "node:timers/promises";
import type { Order } from "#lib/shared/order.ts";

const COME_BACK_MS = 200;

/** Follows an order as a browser does, by one stream. @param url of a server, or of what stands before it */
export async function follow(
  url: string,
  { address }: Pick<Order, "address">,
  headers: Record<string, string> = {},
) {
  const going = new AbortController();
  const request = { signal: going.signal, headers: { Accept: "text/event-stream", ...headers } };
  const response = await fetch(`${url}/api/tokens/${address}/events`, request);
  let text = "";
  const { body } = response;
  if (!body) throw new Error("a stream has a body");
  const reading = (async () => {
    for await (const bytes of body) text += Buffer.from(bytes).toString();
  })().catch(() => undefined);
  return {
    response,
    text: () => text,
    /** The order as it was told of last; null before. */
    last: () => lastOrder(text),
    go: () => going.abort(),
    reading,
  };
}

/** The same, with another stream whenever one breaks, until it goes. */
export function followOn(url: string, order: Pick<Order, "address">) {
  const over = new AbortController();
  let known: Order | null = null;
  let stream: Awaited<ReturnType<typeof follow>> | undefined;
  const look = () => (known = stream?.last() ?? known);
  const reading = (async () => {
    while (!over.signal.aborted) {
      stream = await follow(url, order).catch(() => undefined);
      await stream?.reading;
      look();
      await delay(COME_BACK_MS);
    }
  })();
  return {
    last: look,
    stop: async () => {
      over.abort();
      stream?.go();
      await reading;
    },
  };
}

function lastOrder(text: string): Order | null {
  const events = text.split("\n\n").slice(0, -1);
  const data = events.findLast((event) => event.includes("event: order"))?.match(/^data: (.*)$/m)?.[1];
  return data === undefined ? null : JSON.parse(data);
}
