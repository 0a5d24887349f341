import { bytesToHex, type Hex } from "viem";
import { tabKept } from "#app/_client/kept.ts";
import { onlyFeatures } from "#lib/shared/features.ts";
import type { TokenForm } from "#lib/shared/token.ts";
import { forgetLinkNews } from "#app/_order-form/_presets/link-news.ts";
import { parseDraft, type Draft } from "./stored-draft.ts";

const KEY = "coinwright:draft";

/** A new form's. Nothing of it is an order yet. */
export const emptyForm = {
  name: "",
  symbol: "",
  decimals: 18,
  supply: "",
  features: onlyFeatures(),
  cap: null,
  owner: "",
} satisfies TokenForm;

let current: Draft | null = null;
const listeners = new Set<() => void>();

/** This tab's draft, or a new one; the same object until it changes. @param chainIds those to order on, the first by default */
export function readDraft(chainIds: readonly [number, ...number[]]): Draft {
  current ??= loadDraft();
  if (!current || !chainIds.includes(current.chainId))
    current = { salt: newSalt(), chainId: chainIds[0], values: emptyForm };
  return current;
}

/** The one that is in hand; null where none was begun, or it was placed. */
export function currentDraft(): Draft | null {
  return current;
}

/** Whether something was entered, or begun with, in this tab. */
export function hasDraft(): boolean {
  return tabKept.getItem(KEY) !== null;
}

/** The one in which something stands that would be lost; null where nothing does. */
export function draftInHand(): Draft | null {
  if (!current || !hasDraft()) return null;
  return isEmpty(current.values) ? null : current;
}

/** Whether nothing was entered. */
export function isEmpty(values: TokenForm): boolean {
  return JSON.stringify(values) === JSON.stringify(emptyForm);
}

/** Puts this draft in place of the one in hand. */
export function beginDraft(draft: Draft) {
  current = draft;
  changeDraft({});
}

/** Changes the draft and keeps it for this tab. Without one, as after it was placed, there is nothing to change. */
export function changeDraft(change: Partial<Draft>) {
  if (!current) return;
  const isOther = current.isPlaced && !isSame(current, { ...current, ...change });
  current = { ...current, ...(isOther ? { salt: newSalt(), isPlaced: false } : {}), ...change };
  tabKept.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

/** Begins the draft anew with other values. @param chainId null for the one it is on */
export function fillDraft(values: TokenForm, chainId: number | null) {
  changeDraft({ salt: newSalt(), values, ...(chainId === null ? {} : { chainId }) });
}

function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify([one.values, one.chainId]) === JSON.stringify([other.values, other.chainId]);
}

/** Gives the draft another salt, and with it another address. */
export function renewSalt() {
  changeDraft({ salt: newSalt() });
}

/** Forgets the draft, once its order is placed: the next one begins with a salt of its own. */
export function discardDraft() {
  current = null;
  tabKept.removeItem(KEY);
  forgetLinkNews();
}

export function subscribeDraft(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function newSalt(): Hex {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
}

function loadDraft(): Draft | null {
  return parseDraft(tabKept.getItem(KEY));
}
