import { takeNextDraft } from "#app/_orders/next-draft.ts";
import type { Order } from "#lib/shared/order.ts";
import { beginDraft, hasDraft, newSalt } from "./draft.ts";
import { parseDraft, type Draft } from "./stored-draft.ts";

/** Under which a draft is kept in the entry of the browser's history that it was placed from. */
const PLACED = "coinwrightPlaced";

/** Keeps a draft with this page's entry in the history, for who comes back to it. */
export function leaveDraft(draft: Draft): void {
  setEntry(JSON.stringify({ ...draft, isPlaced: true } satisfies Draft));
}

/**
 * Begins with the order that somebody wants to change or to have again; or with the draft that was placed from here, for
 * who has come back. A draft that is in hand goes before that.
 */
export function resumeDraft(): void {
  const next = takeNextDraft();
  if (next) return beginDraft(draftOf(next.order, next.isChange));
  const placed = parseDraft(entry());
  if (!placed || hasDraft()) return;
  // From here on it is the tab's draft, with all that changes about it.
  setEntry(undefined);
  beginDraft(placed);
}

function draftOf(order: Order, isChange: boolean): Draft {
  const { name, symbol, decimals, supply, features, cap, chainId, address } = order;
  const owner = order.owner === order.deployer ? "" : order.owner;
  return {
    salt: newSalt(),
    chainId,
    values: { name, symbol, decimals, supply, features, cap, owner },
    ...(isChange ? { replaces: { chainId, address } } : {}),
  };
}

function entry(): string | null {
  const state: unknown = window.history.state;
  if (typeof state !== "object" || state === null || !(PLACED in state)) return null;
  return typeof state[PLACED] === "string" ? state[PLACED] : null;
}

function setEntry(text: string | undefined): void {
  window.history.replaceState({ ...window.history.state, [PLACED]: text }, "");
}
