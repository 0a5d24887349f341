import type { Figures } from "./figures.ts";

/** What was seen while a server worked, in order, and once everybody had gone. */
export type Record = { samples: readonly Figures[]; atRest: Figures };

/** So much more at the end than at the beginning is no leak: caches fill, and code is compiled. */
const GROWTH = 0.1;
const GROWTH_MIB = 8;
/** Sockets to the node, and those of clients, that are kept for a moment, beside the connections to the database. */
const KEPT_SOCKETS = 20;
/** A third of what was seen is the time in which it warms up. */
const PARTS = 3;

/**
 * Says what has grown that should not: the heap, from the second third of the time to the last; whatever is still open
 * once everybody has gone; a lock or a transaction that nobody ends.
 * @param mostConnections that the server is configured to have
 * @returns a sentence for each, none if all is well
 */
export function leaksIn({ samples, atRest }: Record, mostConnections: number): string[] {
  const third = Math.floor(samples.length / PARTS);
  const [first = atRest] = samples;
  const middle = medianOf(samples.slice(third, 2 * third).map(({ heapMiB }) => heapMiB));
  const last = medianOf(samples.slice(2 * third).map(({ heapMiB }) => heapMiB));
  const most = Math.max(0, ...samples.map(({ connections }) => connections));
  const { handles, streams, locks, idleInTransaction } = atRest;
  const claims: [isWrong: boolean, sentence: string][] = [
    [
      third > 0 && last > middle * (1 + GROWTH) + GROWTH_MIB,
      `The heap grew from ${middle.toFixed(1)} to ${last.toFixed(1)} MiB.`,
    ],
    [
      handles > first.handles + mostConnections + KEPT_SOCKETS,
      `${handles} handles are open at rest, and ${first.handles} were at the beginning.`,
    ],
    [streams > 0, `${streams} streams are open at rest.`],
    [locks > 0, `${locks} advisory locks are held at rest.`],
    [idleInTransaction > 0, `${idleInTransaction} sessions idle in a transaction at rest.`],
    [most > mostConnections, `It had ${most} connections, and may have ${mostConnections}.`],
  ];
  return claims.filter(([isWrong]) => isWrong).map(([, sentence]) => sentence);
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
