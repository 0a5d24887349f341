import type { Order } from "#lib/shared/order.ts";

/** What the next form of this tab begins with. `isChange` where its order is to take that one's place. */
export type NextDraft = { order: Order; isChange: boolean };

let next: NextDraft | null = null;

export function setNextDraft(draft: NextDraft): void {
  next = draft;
}

/** Gives it to one form, once. */
export function takeNextDraft(): NextDraft | null {
  const taken = next;
  next = null;
  return taken;
}
