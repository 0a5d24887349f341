import pg from "pg";
import type { RecordingProxy } from "./recording-proxy.ts";

/** What some work asked for. Each request to the node is a round trip. */
export type RoundTrips = StatementTrips & {
  /** Requests to the node, and the methods that were called by them. */
  requests: number;
  calls: string[];
};

/** Statements that are sent on one connection without waiting for each other make one round trip. */
type StatementTrips = { statements: string[]; trips: number };

/** Counts what this process asks a database, and the node behind a proxy, while it does some work and nothing else. */
export async function countRoundTrips<T>(
  proxy: RecordingProxy,
  work: () => Promise<T>,
): Promise<RoundTrips & { result: T }> {
  const [requestsBefore, callsBefore] = [proxy.requests, proxy.called.length];
  const counted = await countStatements(work);
  const calls = proxy.called.slice(callsBefore);
  return { ...counted, requests: proxy.requests - requestsBefore, calls };
}

/** Counts the statements alone. */
export async function countStatements<T>(work: () => Promise<T>): Promise<StatementTrips & { result: T }> {
  const counted: StatementTrips = { statements: [], trips: 0 };
  const underWay = new Map<object, number>();
  const note = (client: object, more: number) => {
    const before = underWay.get(client) ?? 0;
    underWay.set(client, before + more);
    if (before === 0) counted.trips += 1;
  };
  const query: unknown = Reflect.get(pg.Client.prototype, "query");
  if (typeof query !== "function") throw new TypeError("The driver has no query to watch.");
  const watched = new Proxy(query, {
    apply: (target, client: object, parameters: unknown[]) => {
      counted.statements.push(textOf(parameters[0]));
      note(client, 1);
      const answer: unknown = Reflect.apply(target, client, parameters);
      const ended = () => note(client, -1);
      if (answer instanceof Promise) answer.then(ended, ended);
      return answer;
    },
  });
  Reflect.set(pg.Client.prototype, "query", watched);
  try {
    return { result: await work(), ...counted };
  } finally {
    Reflect.set(pg.Client.prototype, "query", query);
  }
}

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  const isConfig = typeof query === "object" && query !== null && "text" in query;
  return isConfig && typeof query.text === "string" ? query.text : "";
}
