import "server-only";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "#lib/base/db.ts";

const MINUTE_SECONDS = 60;
/** Of a minute's allowance this part is taken from the database at once, and then given out without asking it. */
const SLICES = 12;
/** How long a database that does not answer is not asked again. */
const REST_MS = 5_000;
/** Whoever has used nothing for a minute is forgotten, once so many are known. */
const MANY_KEYS = 1_000;

/** So many requests a minute for each key, over all instances. */
export type Allowance = {
  /** Uses one. @returns 0, or in how many milliseconds there will be one again */
  take: (key: string) => Promise<number>;
};

/** What this process may give out to a key without asking; `isLast` where the database has no more this minute. */
type Slice = { left: number; until: number; isLast: boolean };

/**
 * Counts in the database, so that instances share one allowance, and in memory where it does not answer. Never more is
 * given out than is allowed; an instance that does not use up its slice keeps the rest from the others.
 *
 * @param name of what is counted, no two alike
 */
export function openAllowance(database: Database, name: string, perMinute: number): Allowance {
  const limit = { points: perMinute, duration: MINUTE_SECONDS, keyPrefix: name };
  const limiter = new RateLimiterPostgres({
    ...limit,
    storeClient: { query: restingQuery(database) },
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
    insuranceLimiter: new RateLimiterMemory(limit),
  });
  const portion = Math.max(1, Math.floor(perMinute / SLICES));
  const slices = new Map<string, Slice>();
  const asked = new Map<string, Promise<void>>();

  async function ask(key: string): Promise<void> {
    slices.set(key, await nextSlice(limiter, key, { portion, perMinute }));
    if (slices.size % MANY_KEYS === 0) forgetPast(slices);
  }

  return {
    take: async (key) => {
      for (;;) {
        const slice = slices.get(key);
        const leftMs = slice ? slice.until - Date.now() : 0;
        if (slice && leftMs > 0) {
          if (slice.left > 0) {
            slice.left -= 1;
            return 0;
          }
          if (slice.isLast) return leftMs;
        }
        // All who wait for the same key share one question.
        const asking = asked.get(key) ?? ask(key).finally(() => asked.delete(key));
        asked.set(key, asking);
        await asking;
      }
    },
  };
}

async function nextSlice(
  limiter: RateLimiterPostgres,
  key: string,
  { portion, perMinute }: { portion: number; perMinute: number },
): Promise<Slice> {
  try {
    const { msBeforeNext, consumedPoints } = await limiter.consume(key, portion);
    return { left: portion, until: Date.now() + msBeforeNext, isLast: consumedPoints >= perMinute };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    // What was asked for is more than is left; what is left is ours all the same.
    const left = Math.max(0, perMinute - (refused.consumedPoints - portion));
    return { left, until: Date.now() + refused.msBeforeNext, isLast: true };
  }
}

/** The limiter's queries, without the names by which it would have them prepared: a pooler may stand in between. */
function restingQuery({ $client }: Database) {
  let restsUntil = 0;
  return async ({ text, values }: { text: string; values: unknown[] }) => {
    if (Date.now() < restsUntil) throw new Error("The database has not answered a moment ago.");
    try {
      return await $client.query({ text, values });
    } catch (error) {
      restsUntil = Date.now() + REST_MS;
      throw error;
    }
  };
}

function forgetPast(slices: Map<string, Slice>): void {
  for (const [key, { until }] of slices) if (until <= Date.now()) slices.delete(key);
}
