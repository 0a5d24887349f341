import { setTimeout as delay } from "node:timers/promises";

const INSIST_MS = 20_000;

/** Asks until there is an answer. @throws the signal's reason if it aborts first */
export async function until<T>(
  find: () => Promise<T | null>,
  signal: AbortSignal,
  everyMs = 100,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const found = await find();
    if (found !== null) return found;
    await delay(everyMs, undefined, { signal });
  }
}

/** Does what must be done, as soon as a database that another fault has stopped is there again. */
export async function insist<T extends object>(work: () => PromiseLike<T>): Promise<T> {
  const attempt = () => Promise.resolve(work()).catch(() => null);
  return until(attempt, AbortSignal.timeout(INSIST_MS));
}

/** The promise's value, or null if the signal aborts first. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const aborted = Promise.withResolvers<null>();
  const abort = () => aborted.resolve(null);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, aborted.promise]);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
