import "server-only";
import type { Context } from "#lib/base/context.ts";
import { inBatches } from "#lib/base/in-batches.ts";
import { recentPositions } from "#lib/orders/positions.ts";
import { openEar } from "./ear.ts";
import { readSnapshots, type OrderKey, type Snapshot } from "./snapshot.ts";

/** Called with each change of an order; null once it is not there any more. */
type Watcher = (snapshot: Snapshot | null) => void;
type Watched = { watchers: Set<Watcher>; last: Snapshot | null };

export type Watch = {
  /** The order as it stands; null if there is none. Nothing that is committed after it escapes the watcher. */
  first: Promise<Snapshot | null>;
  stop: () => void;
};

export type Watching = {
  watch: (key: OrderKey, watcher: Watcher) => Watch;
  /** How many orders are watched, and by how many. */
  counts: () => { orders: number; watchers: number };
};

/**
 * Tells of every change of the orders that are watched. An order that has changed is read once for all who watch it, and
 * together with the others that have changed meanwhile. Nothing is listened to while nobody watches.
 */
export function openWatching(context: Context): Watching {
  const watched = new Map<string, Watched>();
  const unread = new Set<string>();
  const read = inBatches((keys: readonly OrderKey[]) => readSnapshots(context, keys));
  let ear: { close: () => void } | null = null;

  function readAgain(key: string): void {
    if (!isWatched(key)) return;
    read(key).then(
      (snapshot) => deliver(key, snapshot ?? null),
      // The database does not answer; it is asked again at the next tick.
      () => unread.add(key),
    );
  }

  function isWatched(key: string): key is OrderKey {
    return watched.has(key);
  }

  function deliver(key: OrderKey, snapshot: Snapshot | null): void {
    const entry = watched.get(key);
    if (!entry || entry.last?.version === snapshot?.version) return;
    entry.last = snapshot;
    for (const watcher of entry.watchers) watcher(snapshot);
  }

  function readAll(): void {
    for (const key of watched.keys()) readAgain(key);
  }

  function onTick(): void {
    if (watched.size === 0) {
      ear?.close();
      ear = null;
    }
    const again = [...unread];
    unread.clear();
    for (const key of again) readAgain(key);
    // A step grows old without anything being written.
    for (const [key, { last }] of watched) if (last?.order.step != null) readAgain(key);
    readMoved().catch(() => undefined);
  }

  /** In a queue an order comes nearer by what becomes of others. */
  async function readMoved(): Promise<void> {
    for (const [key, { last }] of watched) {
      const { chainId, address, position } = last?.order ?? {};
      if (chainId === undefined || address === undefined || position == null) continue;
      const positions = await recentPositions(context, chainId);
      // Who is further back than anybody counts has the place behind all that are counted.
      if ((positions.get(address) ?? positions.size + 1) !== position) readAgain(key);
    }
  }

  return {
    watch: (key, watcher) => {
      const entry = watched.get(key) ?? { watchers: new Set(), last: null };
      watched.set(key, entry);
      entry.watchers.add(watcher);
      ear ??= openEar(context, { onChange: readAgain, onAnyChange: readAll, onTick });
      const first = read(key).then((snapshot) => {
        // Whoever watches it already hears of it too.
        deliver(key, snapshot ?? null);
        return snapshot ?? null;
      });
      return {
        first,
        stop: () => {
          entry.watchers.delete(watcher);
          if (entry.watchers.size === 0 && watched.get(key) === entry) watched.delete(key);
        },
      };
    },
    counts: () => ({
      orders: watched.size,
      watchers: [...watched.values()].reduce((sum, { watchers }) => sum + watchers.size, 0),
    }),
  };
}
