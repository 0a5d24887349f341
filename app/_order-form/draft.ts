import { bytesToHex, type Hex } from "viem";
import { z } from "zod";
import { mapFeatures, onlyFeatures } from "#lib/shared/features.ts";
import type { TokenForm } from "#lib/shared/token.ts";

/**
 * What is being filled in. The salt belongs to it: together with the rest it decides the token's address, so the
 * address on the receipt survives a reload, and ordering the same draft twice is one order.
 */
export type Draft = { salt: Hex; chainId: number; values: TokenForm };

const KEY = "coinwright:draft";

const stored = z.object({
  salt: z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]),
  chainId: z.number(),
  values: z.object({
    name: z.string(),
    symbol: z.string(),
    // JSON has no NaN, which is what an empty number field holds.
    decimals: z
      .number()
      .nullable()
      .transform((value) => value ?? Number.NaN),
    supply: z.string(),
    features: z.object(mapFeatures(() => z.boolean().default(false))),
    cap: z.string().nullable(),
    owner: z.string(),
  }),
});

export const suggestion = {
  name: "Copper Penny",
  symbol: "PENNY",
  decimals: 18,
  supply: "1000000",
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
    current = { salt: newSalt(), chainId: chainIds[0], values: suggestion };
  return current;
}

/** Changes the draft and keeps it for this tab. Without one, as after it was placed, there is nothing to change. */
export function changeDraft(change: Partial<Draft>) {
  if (!current) return;
  current = { ...current, ...change };
  sessionStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

/** Gives the draft another salt, and with it another address. */
export function renewSalt() {
  changeDraft({ salt: newSalt() });
}

/** Forgets the draft, once its order is placed: the next one begins with a salt of its own. */
export function discardDraft() {
  current = null;
  sessionStorage.removeItem(KEY);
}

export function subscribeDraft(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function newSalt(): Hex {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
}

function loadDraft(): Draft | null {
  try {
    return stored.safeParse(JSON.parse(sessionStorage.getItem(KEY) ?? "null")).data ?? null;
  } catch {
    return null;
  }
}
