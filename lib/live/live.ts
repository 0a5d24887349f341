import "server-only";
import { getContext, type Context } from "#lib/base/context.ts";
import { openSeats, type Seats } from "./seats.ts";
import { openWatching, type Watching } from "./watch.ts";

/** In one process; whoever finds no seat polls. A household, an office or a school may share one address. */
const MOST_STREAMS = 5_000;
const MOST_PER_CLIENT = 100;

/** What the streams of one process share. */
export type Live = Watching & {
  seats: Seats;
  /** Ends each stream that is open. */
  open: Set<() => void>;
  /** Whether the process is told to end: then there are no new ones. */
  isEnding: boolean;
};

/** One client may have any number of streams where `RATE_LIMIT` is 0. */
export function openLive(context: Context): Live {
  const perClient = context.env.RATE_LIMIT === 0 ? Infinity : MOST_PER_CLIENT;
  return {
    ...openWatching(context),
    seats: openSeats({ inAll: MOST_STREAMS, perClient }),
    open: new Set(),
    isEnding: false,
  };
}

// As the context, one for all of a process.
declare global {
  var coinwrightLive: Live | undefined;
}

/** How many streams this process has open; none where nobody has asked for one yet. */
export function countStreams(): number {
  return globalThis.coinwrightLive?.seats.count() ?? 0;
}

/** This process's live pages, opened when the first asks. A process that is told to end ends its streams. */
export function getLive(): Live {
  if (globalThis.coinwrightLive) return globalThis.coinwrightLive;
  const live = openLive(getContext());
  globalThis.coinwrightLive = live;
  const endAll = () => {
    live.isEnding = true;
    for (const end of live.open) end();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.prependOnceListener(signal, endAll);
  return live;
}
