import { useSyncExternalStore } from "react";

/** The chains that this browser has to read by other ways than their public node. */
let detours: ReadonlySet<number> = new Set();
const listeners = new Set<() => void>();

export function setDetour(chainId: number, isTaken: boolean): void {
  if (detours.has(chainId) === isTaken) return;
  const changed = new Set(detours);
  if (isTaken) changed.add(chainId);
  else changed.delete(chainId);
  detours = changed;
  for (const listener of listeners) listener();
}

/** Whether a chain's public node fails, and others are asked in its place. */
export function useDetour(chainId: number): boolean {
  return useSyncExternalStore(
    subscribe,
    () => detours.has(chainId),
    () => false,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
