const HOUR_MS = 3_600_000;
const HOURS = 24;

/** What is drawn of one hour; null where nothing is known of it. */
export type Bar = { at: number; value: number | null };

/**
 * The last day's hours, the present one last, with what is known of each.
 * @param now in milliseconds since the epoch
 * @param valueOf what to draw of an hour, of which nothing is known where it is undefined
 */
export function barsOf<Hour extends { at: string }>(
  hours: readonly Hour[],
  now: number,
  valueOf: (hour: Hour | undefined) => number | null,
): Bar[] {
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  const known = new Map(hours.map((hour) => [Math.floor(Date.parse(hour.at) / HOUR_MS) * HOUR_MS, hour]));
  return Array.from({ length: HOURS }, (_, index) => {
    const at = last - (HOURS - 1 - index) * HOUR_MS;
    return { at, value: valueOf(known.get(at)) };
  });
}
