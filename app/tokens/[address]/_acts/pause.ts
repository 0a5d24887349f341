/** A wait that can be cut short, and that ends by throwing the signal's reason when that is aborted. */
export type Pause = { over: Promise<void>; end: () => void };

export function startPause(ms: number, signal: AbortSignal): Pause {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  const over = promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  });
  // It may be aborted before anybody awaits it.
  over.catch(() => undefined);
  return { over, end: resolve };
}
