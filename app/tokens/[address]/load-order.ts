import "server-only";
import { cache } from "react";
import { getContext } from "#lib/base/context.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { findOrder } from "#lib/orders/find.ts";
import { positionOf } from "#lib/orders/positions.ts";
import { toListedOrder } from "#lib/orders/to-order.ts";
import { publicationsOf } from "#lib/publish/read.ts";
import type { Order } from "#lib/shared/order.ts";
import { evmAddress } from "#lib/shared/address.ts";

/** Read once for a page and its title. Without a chain's id, the first chain that has such an order. */
export const loadOrder = cache(
  async (text: string, chainId: string | undefined): Promise<Order | undefined> => {
    const parsed = evmAddress.safeParse(text);
    if (!parsed.success) return undefined;
    const context = getContext();
    for (const chain of context.chains) {
      if (chainId !== undefined && chainId !== String(chain.id)) continue;
      try {
        // The page has no use for the bytecode, which is most of an order's size.
        const row = await findOrder(context, { token: parsed.data, chainId: chain.id });
        const [position, publications] = await Promise.all([
          positionOf(context, row),
          publicationsOf(context, row),
        ]);
        return toListedOrder(row, { position, publications });
      } catch (error) {
        if (!(error instanceof NotFound)) throw error;
      }
    }
    return undefined;
  },
);
