import { useSyncExternalStore } from "react";
import type { Address } from "viem";

/** Something the demo wallet does only after its person has agreed. */
export type Prompt =
  | {
      kind: "send";
      from: Address;
      to: Address;
      recipient: string | null;
      valueWei: bigint;
      balanceWei: bigint;
    }
  | { kind: "sign"; from: Address; message: string }
  | { kind: "watch"; address: Address; symbol: string };

type Pending = { id: number; prompt: Prompt; answer: (confirmed: boolean) => void };

let queue: readonly Pending[] = [];
let count = 0;
const listeners = new Set<() => void>();

function setQueue(next: readonly Pending[]) {
  queue = next;
  for (const listener of listeners) listener();
}

/** Shows a prompt after those that wait already. @returns whether the person confirmed it */
export function ask(prompt: Prompt): Promise<boolean> {
  return new Promise((resolve) => {
    const id = ++count;
    const answer = (confirmed: boolean) => {
      setQueue(queue.filter((each) => each.id !== id));
      resolve(confirmed);
    };
    setQueue([...queue, { id, prompt, answer }]);
  });
}

/** The prompt to show now. */
export function usePrompt(): Pending | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => queue[0],
    () => undefined,
  );
}
