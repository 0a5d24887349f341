import "server-only";
import { and, count, eq, inArray, isNull } from "drizzle-orm";
import type { Chain } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { transactions } from "#lib/base/schema.ts";
import { LaneFull } from "#lib/lane/sign.ts";
import { ownLock, type UnderLock } from "#lib/deploy/strategies.ts";

/** Between two looks into the journal while somebody waits. */
const LOOK_MS = 100;

/** How the workers of a process wait until something more may be in flight. */
export type Room = {
  /** Resolves, first come first served, once there is room, or the signal has ended the wait. @returns what leaves it */
  enter: (signal: AbortSignal) => Promise<() => void>;
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
      const leave = await room.enter(signal);
      try {
        return await own(order, {
          submit: () => submit().finally(leave),
          settle,
        });
      } catch (error) {
        // Another worker was the quicker one.
        if (!(error instanceof LaneFull) || signal.aborted) throw error;
      } finally {
        leave();
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
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    while (waiting.size > 0) {
      const open = await countOpen().catch(() => capacity);
      let free = capacity - open - entering;
      for (const begin of waiting) {
        if (free-- <= 0) break;
        begin();
      }
      if (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    looking = null;
  }

  async function countOpen(): Promise<number> {
    const { chainId, sender, outcome } = transactions;
    const [row] = await database
      .select({ open: count() })
      .from(transactions)
      .where(and(eq(chainId, chain.id), inArray(sender, addresses), isNull(outcome)));
    return row?.open ?? 0;
  }

  function leaver(): () => void {
    let hasLeft = false;
    return () => {
      if (!hasLeft) entering -= 1;
      hasLeft = true;
    };
  }

  return {
    enter: (signal) =>
      new Promise((resolve) => {
        const begin = () => {
          waiting.delete(begin);
          signal.removeEventListener("abort", begin);
          entering += 1;
          resolve(leaver());
        };
        waiting.add(begin);
        signal.addEventListener("abort", begin);
        if (signal.aborted) begin();
        looking ??= look();
      }),
  };
}
