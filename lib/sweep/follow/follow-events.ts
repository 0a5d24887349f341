import "server-only";
import type { Address } from "viem";
import type { Chain, NodeClient } from "#lib/base/chains.ts";
import type { Context } from "#lib/base/context.ts";
import { readFirstEvents, readLastEvents, type EventsInRange } from "#lib/checkout/events.ts";
import { readCursor, saveCursor, type Cursor } from "./event-cursor.ts";
import { noticeEvents } from "./notice-events.ts";
import { openCheckouts } from "./open-checkouts.ts";
import { withdrawDeliveries } from "./withdraw-deliveries.ts";

/** How many reads one pass takes for what is new, and for what may have changed, however few blocks each brings. */
const READS = 100;
/** Where reading again takes more reads than this, it is not done with every pass. */
const CHEAP_READS = 10;
const PAUSE_MS = 30_000;

export type Followed = { events: number; noticed: number; withdrawn: number };

/** Follows the Checkout that orders go to now, and every other one that has an order which may still be paid or made. */
export async function followEvents(context: Context, chain: Chain, signal: AbortSignal): Promise<Followed> {
  const followed = { events: 0, noticed: 0, withdrawn: 0 };
  const former = await openCheckouts(context.database, chain.id);
  for (const checkout of new Set([chain.checkout, ...former]))
    await followCheckout({ context, chain: { ...chain, checkout }, signal, followed });
  return followed;
}

/** One pass over what a Checkout says. */
type Pass = { context: Context; chain: Chain; signal: AbortSignal; followed: Followed };

/**
 * Reads what a Checkout has said since it was last asked, and records on the orders what it means: paid,
 * delivered by somebody, refunded, or a delivery that is not there any more. What was recorded so is left for
 * `deploy` to bring to its end, so the cursor never passes an event that is not acted upon. Then the last blocks before
 * that are read again: a node may have lagged behind its head, and a reorganisation changed them. A pass is bounded,
 * and the next one goes on from there. Safe to repeat, and to run in several instances at once.
 */
async function followCheckout(pass: Pass): Promise<void> {
  const { context, chain } = pass;
  const head = await chain.client.getBlockNumber();
  const cursor = await readCursor(context, chain, head);
  await followNew(pass, cursor, head);
  await followAgain(pass, cursor);
}

async function followNew(pass: Pass, { next }: Cursor, head: bigint): Promise<void> {
  const { context, chain, signal } = pass;
  // A reorganisation may have left fewer blocks, and those that come instead are new.
  if (next > head) await saveCursor(context, chain, head);
  let from = next;
  for (let reads = 0; reads < READS && from <= head && !signal.aborted; reads += 1) {
    const read = await readFirstEvents(chain, chain.checkout, { from, to: head });
    await act(pass, read);
    await saveCursor(context, chain, read.to);
    from = read.to + 1n;
  }
}

async function followAgain(pass: Pass, { again, next }: Cursor): Promise<void> {
  const { chain, signal } = pass;
  if (isPausing(chain)) return;
  let to = next - 1n;
  let reads = 0;
  for (; reads < READS && to >= again && !signal.aborted; reads += 1) {
    const read = await readLastEvents(chain, chain.checkout, { from: again, to });
    await act(pass, read);
    to = read.from - 1n;
  }
  if (reads > CHEAP_READS) pause(chain);
}

async function act({ context, chain, followed }: Pass, read: EventsInRange): Promise<void> {
  followed.events += read.events.length;
  followed.noticed += await noticeEvents(context, chain, read.events);
  followed.withdrawn += await withdrawDeliveries(context, chain, read);
}

/** By Checkout, until when what was read is not read again. */
const pauses = new WeakMap<NodeClient, Map<Address, number>>();

function isPausing({ client, checkout }: Chain): boolean {
  return (pauses.get(client)?.get(checkout) ?? 0) > Date.now();
}

function pause({ client, checkout }: Chain): void {
  const ofChain = pauses.get(client) ?? new Map<Address, number>();
  pauses.set(client, ofChain.set(checkout, Date.now() + PAUSE_MS));
}
