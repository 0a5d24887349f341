import "server-only";
import { and, count, eq, inArray, isNull } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { transactions } from "#lib/base/schema.ts";
import { LaneFull } from "#lib/lane/sign.ts";
import { ownLock, type UnderLock } from "#lib/deploy/strategies.ts";

/** Between two looks into the journal while somebody waits. */
const LOOK_MS = 100;
/** How long nobody tries what has just had no room, unless something that was in flight has ended. */
const FULL_MS = 1_000;

/** How the workers of a process wait until something more may be in flight. */
export type Room = {
  /** Resolves, first come first served, once there is room, or the signal has ended the wait. */
  enter: (signal: AbortSignal) => Promise<Place>;
};

/** Of one who has entered; each may be called any number of times. */
type Place = {
  leave: () => void;
  /** It was signed, so there was room. */
  sent: () => void;
  /** There was none, whatever the journal says: lanes that are stuck or can't pay take nothing. */
  full: () => Promise<void>;
};

/**
 * Takes an order's lock once the lanes have room, which other workers may fill: however many orders wait here, the journal
 * is asked ten times a second, and nothing else.
 * @param room of the order's chain, shared by all who deliver on it in this process
 */
export function lockWithRoom(context: Context, room: Room, signal: AbortSignal): UnderLock {
  const own = ownLock(context);
  return async (order, { submit, settle }) => {
    for (;;) {
      const place = await room.enter(signal);
      try {
        return await own(order, {
          submit: async () => {
            const submitted = await submit().finally(place.leave);
            place.sent();
            return submitted;
          },
          settle,
        });
      } catch (error) {
        if (!(error instanceof LaneFull) || signal.aborted) throw error;
        await place.full();
      } finally {
        place.leave();
      }
    }
  };
}

export function openRoom({ database, env, senders }: Context, chain: Chain): Room {
  const capacity = env.LANE_DEPTH * senders.length;
  const addresses = senders.map(({ address }) => address);
  const waiting = new Set<() => void>();
  /** What has entered and is not in the journal yet. */
  let entering = 0;
  /** How much was in flight when the last look found room. */
  let lastOpen = 0;
  /** How much was in flight when there was no room for more, and until when that is believed. */
  let filled: { open: number; until: number } | null = null;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    while (waiting.size > 0) {
      const open = await countOpen().catch(() => capacity);
      lastOpen = open;
      let free = most() - open - entering;
      for (const begin of waiting) {
        if (free-- <= 0) break;
        begin();
      }
      if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    looking = null;
  }

  /** How much may be in flight. Where there was no room for it, one tries now and then whether there is again. */
  function most(): number {
    if (!filled) return capacity;
    if (filled.open > lastOpen || Date.now() < filled.until) return filled.open;
    filled.until = Date.now() + FULL_MS;
    return Math.min(capacity, lastOpen + 1);
  }

  async function countOpen(): Promise<number> {
    const { chainId, sender, outcome } = transactions;
    const [row] = await database
      .select({ open: count() })
      .from(transactions)
      .where(and(eq(chainId, chain.id), inArray(sender, addresses), isNull(outcome)));
    return row?.open ?? 0;
  }

  function openPlace(): Place {
    const seen = lastOpen;
    let hasLeft = false;
    return {
      leave: () => {
        if (!hasLeft) entering -= 1;
        hasLeft = true;
      },
      sent: () => {
        if (filled && filled.open <= seen) filled = null;
      },
      full: async () => {
        const open = await countOpen().catch(() => seen);
        filled = { open, until: Date.now() + FULL_MS };
      },
    };
  }

  return {
    enter: (signal) =>
      new Promise((resolve) => {
        const begin = () => {
          waiting.delete(begin);
          signal.removeEventListener("abort", begin);
          entering += 1;
          resolve(openPlace());
        };
        waiting.add(begin);
        signal.addEventListener("abort", begin);
        if (signal.aborted) begin();
        if (waiting.size > 0) looking ??= look();
      }),
  };
}
