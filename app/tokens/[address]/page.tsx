import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { orderPath } from "#app/_config/order-path.ts";
import { groupDigits } from "#app/_receipt/format.ts";
import { Words } from "#app/_words/words.tsx";
import { OrderView } from "./_page/order-view.tsx";
import { loadOrder } from "./load-order.ts";
import { chainOf } from "#lib/base/chains.ts";
import { getContext } from "#lib/base/context.ts";
import { lookalikes } from "#lib/shared/names/lookalikes.ts";
import type { Order } from "#lib/shared/order.ts";

type Props = {
  params: Promise<{ address: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The words of an order, wherever it stands. */
const parts = [
  ...(["order", "receipt", "features", "arguments", "alphabets", "statuses", "queue", "fields"] as const),
  ...(["panels", "pay", "delay", "deploy", "steps", "ownActs", "manage", "tokenNow", "unpaid"] as const),
  ...(["stages", "token", "publication", "whatNow", "issues", "owner"] as const),
];

export async function generateMetadata(props: Props): Promise<Metadata> {
  const order = await orderOf(props);
  const words = await getTranslations("metadata");
  if (!order) return { title: words("noSuchOrder") };
  const { chains } = getContext();
  const title = `${order.name} (${order.symbol})`;
  const network = chainOf(chains, order.chainId).definition.name;
  const description = words("order", { supply: groupDigits(order.supply), symbol: order.symbol, network });
  return {
    title,
    description,
    openGraph: { title, description, siteName: "Coinwright" },
    twitter: { card: "summary_large_image" },
    alternates: { canonical: orderPath(order, chains.length > 1) },
  };
}

export default async function OrderPage(props: Props) {
  const order = await orderOf(props);
  if (!order) notFound();
  return (
    <Words of={parts}>
      <OrderView placed={order} lookalikes={lookalikes(order)} />
    </Words>
  );
}

async function orderOf({ params, searchParams }: Props): Promise<Order | undefined> {
  const [{ address }, { chainId }] = await Promise.all([params, searchParams]);
  return loadOrder(address, typeof chainId === "string" ? chainId : undefined);
}
