import "server-only";
import { instruments, secondsSince } from "./instruments.ts";

/** Times one try to take a lock, from now on. @param lock of what kind: names hold addresses, and are without number */
export function timeLock(lock: "deploy" | "lane") {
  const { lockWaitSeconds, lockHoldSeconds } = instruments();
  const askedAt = performance.now();
  let acquiredAt: number | null = null;
  return {
    acquired: (): void => {
      acquiredAt = performance.now();
      lockWaitSeconds.observe({ lock, outcome: "acquired" }, secondsSince(askedAt));
    },
    /** It is free again, or was not to be had. */
    ended: (): void => {
      if (acquiredAt !== null) lockHoldSeconds.observe({ lock }, secondsSince(acquiredAt));
      else lockWaitSeconds.observe({ lock, outcome: "refused" }, secondsSince(askedAt));
    },
  };
}
