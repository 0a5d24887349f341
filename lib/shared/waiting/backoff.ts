/** No two attempts are ever further apart than this, unless the server itself asks for more. */
const MAX_DELAY_MS = 30_000;
const BASE_DELAY_MS = 1_000;

/**
 * How long to wait before the next attempt: never less than the server's `Retry-After`, and above it
 * exponential with full jitter, so that clients refused together do not come back together.
 *
 * @param failures attempts that failed so far, from 1
 * @param retryAfterMs the server's `Retry-After`, 0 where it named none
 * @param random uniform in [0, 1)
 * @returns milliseconds
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelayMs(
  failures: number,
  retryAfterMs: number,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** failures);
  const headroom = Math.max(0, MAX_DELAY_MS - retryAfterMs);
  return Math.round(retryAfterMs + random() * Math.min(ceiling, headroom));
}
