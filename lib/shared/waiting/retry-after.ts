/**
 * What a `Retry-After` asks for, in seconds or as a date (RFC 9110, section 10.2.3).
 * @returns milliseconds; 0 where it is missing or can't be read
 */
export function readRetryAfterMs(value: string | null, nowMs: number): number {
  if (!value) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
  return Math.max(0, ms || 0);
}
