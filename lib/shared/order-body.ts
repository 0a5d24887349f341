import type { Hex } from "viem";
import * as z from "zod/mini";
import { evmAddress } from "./address.ts";
import { checkAmounts, fields } from "./token.ts";

const chainId = z.int().check(z.positive());

/** The body of `POST /api/tokens`. `owner`, `chainId` and `salt` have defaults that only the server can give. */
export const orderBody = z
  .strictObject({
    ...fields,
    owner: z.optional(evmAddress),
    deployer: evmAddress,
    chainId: z.optional(chainId),
    salt: z.optional(
      z.pipe(
        z.string().check(z.regex(/^0x[0-9a-fA-F]{64}$/, "A salt is 0x and 64 hexadecimal digits.")),
        z.transform((value): Hex => `0x${value.slice(2).toLowerCase()}`),
      ),
    ),
  })
  .check(checkAmounts);

/** A token to find: the body of `POST /api/deploy` for an order that was placed before. */
export const tokenReference = z.strictObject({ token: evmAddress, chainId: z.optional(chainId) });

export type OrderBody = z.output<typeof orderBody>;
