import { bytesToHex, type Hex } from "viem";
import * as z from "zod/mini";
import { mapFeatures, onlyFeatures } from "#lib/shared/features.ts";
import type { OrderId } from "#app/_client/orders-api.ts";
import { evmAddress, type TokenForm } from "#lib/shared/token.ts";
import { forgetLinkNews } from "./_presets/link-news.ts";

/**
 * What is being filled in. The salt belongs to it: together with the rest it decides the token's address, so the
 * address on the receipt survives a reload, and ordering the same draft twice is one order.
 */
export type Draft = {
  salt: Hex;
  chainId: number;
  values: TokenForm;
  /** The unpaid order that this one is to take the place of. */
  replaces?: OrderId | undefined;
  /** Whether it was placed as it is: changed, it is another order, and needs a salt of its own. */
  isPlaced?: boolean | undefined;
};

const KEY = "coinwright:draft";

const stored = z.object({
  salt: z.templateLiteral(["0x", z.string().check(z.regex(/^[0-9a-f]{64}$/))]),
  chainId: z.number(),
  values: z.object({
    name: z.string(),
    symbol: z.string(),
    // JSON has no NaN, which is what an empty number field holds.
    decimals: z.pipe(
      z.nullable(z.number()),
      z.transform((value) => value ?? Number.NaN),
    ),
    supply: z.string(),
    features: z.object(mapFeatures(() => z._default(z.boolean(), false))),
    cap: z.nullable(z.string()),
    owner: z.string(),
  }),
  replaces: z.optional(z.object({ chainId: z.number(), address: evmAddress })),
  isPlaced: z.optional(z.boolean()),
});

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
  return sessionStorage.getItem(KEY) !== null;
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
  sessionStorage.setItem(KEY, JSON.stringify(current));
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
  sessionStorage.removeItem(KEY);
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
  return parseDraft(sessionStorage.getItem(KEY));
}

/** What was kept; null where it is not what was written here. */
export function parseDraft(text: string | null): Draft | null {
  try {
    return stored.safeParse(JSON.parse(text ?? "null")).data ?? null;
  } catch {
    return null;
  }
}
