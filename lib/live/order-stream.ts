import "server-only";
import { NotFound, RateLimited } from "#lib/base/errors/request-errors.ts";
import { TooManyStreams } from "#lib/base/errors/unavailable.ts";
import { openEventStream } from "./event-stream.ts";
import type { Live } from "./live.ts";
import type { OrderKey, Snapshot } from "./snapshot.ts";

const HEARTBEAT_MS = 15_000;
/** Then a browser comes again, perhaps to another instance; not all at once. */
const MOST_MS = 300_000;
const SPREAD_MS = 60_000;
const COME_BACK_MS = 30_000;

/** Browsers show a page only what has a name. */
const ALIVE = ": alive\nevent: alive\ndata: 1\n\n";

export const eventStreamHeaders = {
  "Content-Type": "text/event-stream",
  // Neither a proxy nor compression may hold back what has been said.
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

type Request = {
  key: OrderKey;
  /** Whom the stream counts for. */
  client: string;
  /** The version that the client has already; null for none. */
  lastVersion: string | null;
  signal: AbortSignal;
  heartbeatMs?: number;
};

/**
 * An order as server-sent events: `order` at once, unless the client has it, and at each change, with its version as
 * the id; `alive` while nothing changes.
 *
 * @throws {NotFound | RateLimited | TooManyStreams}
 */
export async function openOrderStream(
  live: Live,
  { key, client, lastVersion, signal, heartbeatMs = HEARTBEAT_MS }: Request,
): Promise<ReadableStream<Uint8Array>> {
  if (live.isEnding) throw new TooManyStreams();
  const leave = live.seats.take(client);
  if (leave === "client") throw new RateLimited(COME_BACK_MS);
  if (leave === "all") throw new TooManyStreams();
  let told = lastVersion;
  const watch = live.watch(key, tell);
  const stream = openEventStream({
    signal,
    heartbeat: ALIVE,
    heartbeatMs,
    mostMs: MOST_MS + Math.random() * SPREAD_MS,
    onEnd: () => {
      watch.stop();
      leave();
      live.open.delete(end);
    },
  });
  if (!signal.aborted) live.open.add(end);

  function end(): void {
    stream.end();
  }

  function tell(snapshot: Snapshot | null): void {
    if (!snapshot) return end();
    if (snapshot.version === told) return;
    told = snapshot.version;
    stream.send(eventOf(snapshot));
  }

  try {
    const first = await watch.first;
    if (!first) throw new NotFound();
    // Something at once, so that the client knows that it is heard.
    if (first.version === lastVersion) stream.send(ALIVE);
    tell(first);
  } catch (error) {
    end();
    throw error;
  }
  return stream.body;
}

function eventOf({ version, order }: Snapshot): string {
  return `retry: 1000\nid: ${version}\nevent: order\ndata: ${JSON.stringify(order)}\n\n`;
}
