import type { Stoppable } from "#lib/local/process.ts";

/**
 * Does something at every full period, until it is stopped; a beat that falls into the one before it is left out.
 * Anvil's own clock can stand still after it was changed.
 */
export function startMetronome(periodMs: number, beat: () => Promise<unknown>): Stoppable {
  let beating: Promise<unknown> = Promise.resolve();
  let isBeating = false;
  const timer = setInterval(() => {
    if (isBeating) return;
    isBeating = true;
    beating = beat().finally(() => {
      isBeating = false;
    });
    // Whoever stops it is told.
    beating.catch(() => undefined);
  }, periodMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}
