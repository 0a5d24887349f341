import "server-only";

/** What was read lately; null where it could not be, or not in time. */
export type Reading<T> = () => Promise<T | null>;

/** Nobody who asks more often learns more, or costs anything. */
const KEPT_MS = 5_000;
/** An answer is worth more without what takes longer. */
const WAIT_MS = 3_000;

/**
 * Reads at most once in five seconds, and one at a time, however many ask; what fails is not tried more often either.
 * Nobody waits longer than three seconds, and what comes later is kept for who asks next.
 */
export function reading<T>(read: () => Promise<T>, onError: (error: unknown) => void): Reading<T> {
  let known: { value: T | null; until: number } | null = null;
  let underWay: Promise<T | null> | null = null;

  async function readNow(): Promise<T | null> {
    const value = await read().catch((error: unknown) => {
      onError(error);
      return null;
    });
    known = { value, until: performance.now() + KEPT_MS };
    underWay = null;
    return value;
  }

  return async () => {
    if (known && known.until > performance.now()) return known.value;
    underWay ??= readNow();
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), WAIT_MS);
    try {
      return await Promise.race([underWay, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}
