import "server-only";

const HOUR_MS = 3_600_000;
const HOURS = 24;

type Hour = { answered: number; unavailable: number };

// As the instruments, one for all of a process.
declare global {
  var coinwrightRequestHours: Map<number, Hour> | undefined;
}

/** Counts an answer of the API by the hour, for who looks at the last day. */
export function noteAnswer(status: number): void {
  const hours = (globalThis.coinwrightRequestHours ??= new Map());
  const start = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const hour = hours.get(start) ?? { answered: 0, unavailable: 0 };
  hour.answered += 1;
  if (status === 503) hour.unavailable += 1;
  hours.set(start, hour);
  if (hours.size > HOURS) forgetFirst(hours);
}

/** The last day's hours in which something was asked, the first first. */
export function requestHours(): ({ at: string } & Hour)[] {
  const since = Date.now() - HOURS * HOUR_MS;
  return [...(globalThis.coinwrightRequestHours ?? [])]
    .filter(([start]) => start > since)
    .map(([start, { answered, unavailable }]) => ({
      at: new Date(start).toISOString(),
      answered,
      unavailable,
    }));
}

function forgetFirst(hours: Map<number, Hour>): void {
  const [first] = hours.keys();
  if (first !== undefined) hours.delete(first);
}
