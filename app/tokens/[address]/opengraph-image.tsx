import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { chainOf } from "#lib/base/chains.ts";
import { getContext } from "#lib/base/context.ts";
import { drawReceipt, imageSize } from "./_image/draw-receipt.tsx";
import { keepPictures } from "./_image/kept-pictures.ts";
import { loadOrder } from "./load-order.ts";

export const contentType = "image/png";
export const size = imageSize;

/** A token that is there changes no more; before, somebody may look again soon. */
const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;

const pictureOf = keepPictures();

/** The receipt as it is shown where its page is linked to. In English: it is made for whoever asks first, and kept for all. */
export default async function Image({ params }: { params: Promise<{ address: string }> }) {
  const order = await loadOrder((await params).address, undefined);
  if (!order) notFound();
  const words = await getTranslations({ locale: "en", namespace: "receipt" });
  const statuses = await getTranslations({ locale: "en", namespace: "statuses" });
  const ordering = await getTranslations({ locale: "en", namespace: "order" });
  const isDone = order.status === "deployed";
  const picture = {
    order,
    network: chainOf(getContext().chains, order.chainId).definition.name,
    words: {
      title: ordering("title"),
      symbol: words("symbol"),
      supply: words("supply"),
      address: words(isDone ? "livesAt" : "willLiveAt"),
      stamp: statuses("deployed.stamp"),
    },
    maxAgeSeconds: isDone ? DAY_SECONDS : MINUTE_SECONDS,
  };
  return pictureOf(`${order.chainId} ${order.address} ${order.status}`, () => drawReceipt(picture));
}
