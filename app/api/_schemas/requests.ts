import { z } from "zod";
import { evmAddress } from "#lib/shared/address.ts";

/** What the API takes in its addresses. What it takes as bodies is in `lib/shared/order-body.ts`. */

const chainId = z.coerce.number().int().positive();

export const tokenPath = z.object({ address: evmAddress });
export const chainPath = z.object({ chainId });
export const contractPath = z.object({ name: z.string() });

export const streamQuery = z.strictObject({ chainId: chainId.optional() });

export const orderQuery = z.strictObject({
  chainId: chainId.optional(),
  // It is most of an order's size, and never changes.
  initcode: z.literal("omit").optional(),
});

export const listQuery = z.strictObject({
  deployer: z.optional(evmAddress),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, "This is no cursor of an earlier answer.")
    .transform(BigInt)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
