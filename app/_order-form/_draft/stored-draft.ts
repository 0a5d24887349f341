import type { Hex } from "viem";
import * as z from "zod/mini";
import type { OrderId } from "#app/_client/orders-api.ts";
import { mapFeatures } from "#lib/shared/features.ts";
import { evmAddress } from "#lib/shared/address.ts";
import type { TokenForm } from "#lib/shared/token.ts";

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

/** A draft as this tab keeps it. */
export const storedDraft = z.object({
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

/** What was kept; null where it is not what was written here. */
export function parseDraft(text: string | null): Draft | null {
  try {
    return storedDraft.safeParse(JSON.parse(text ?? "null")).data ?? null;
  } catch {
    return null;
  }
}
