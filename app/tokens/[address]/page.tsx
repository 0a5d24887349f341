import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { OrderView } from "./_page/order-view.tsx";
import { getContext } from "#lib/base/context.ts";
import { NotFound } from "#lib/base/errors/request-errors.ts";
import { findOrder } from "#lib/orders/find.ts";
import { toOrder } from "#lib/orders/to-order.ts";
import type { Order } from "#lib/shared/order.ts";
import { evmAddress } from "#lib/shared/token.ts";

type Props = {
  params: Promise<{ address: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  const order = await orderOf(props);
  return { title: order ? `${order.name} (${order.symbol})` : "No such order" };
}

export default async function OrderPage(props: Props) {
  const order = await orderOf(props);
  if (!order) notFound();
  return <OrderView placed={order} />;
}

async function orderOf({ params, searchParams }: Props): Promise<Order | undefined> {
  const [{ address }, { chainId }] = await Promise.all([params, searchParams]);
  return loadOrder(address, typeof chainId === "string" ? chainId : undefined);
}

/** Read once for a page and its title. Without a chain's id, the first chain that has such an order. */
const loadOrder = cache(async (text: string, chainId: string | undefined): Promise<Order | undefined> => {
  const parsed = evmAddress.safeParse(text);
  if (!parsed.success) return undefined;
  const context = getContext();
  for (const chain of context.chains) {
    if (chainId !== undefined && chainId !== String(chain.id)) continue;
    try {
      // The page has no use for the bytecode, which is most of an order's size.
      const { initcode: _, ...order } = toOrder(
        await findOrder(context, { token: parsed.data, chainId: chain.id }),
      );
      return order;
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
  }
  return undefined;
});
