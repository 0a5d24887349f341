import { ImageResponse } from "next/og";
import type { Order } from "#lib/shared/order.ts";
import { imageFonts } from "./fonts.ts";
import { printable } from "./printable.ts";
import { ReceiptImage, type ImageWords } from "./receipt-image.tsx";

/** What those who show links ask for. */
export const imageSize = { width: 1200, height: 630 };

type Drawn = { order: Order; network: string; words: ImageWords; maxAgeSeconds: number };

/** A receipt as a PNG. All that it takes is on this machine. */
export async function drawReceipt({ order, network, words, maxAgeSeconds }: Drawn): Promise<ImageResponse> {
  const chosen = {
    name: await printable(order.name, 40, 700),
    symbol: await printable(order.symbol, 32, 400),
    network: await printable(network, 24, 400),
  };
  const more = new Set(Object.values(chosen).flatMap((each) => each.fonts));
  const fonts = [...(await imageFonts()), ...more];
  const fontFamily = [...new Set(fonts.map((font) => font.name))].join(", ");
  return new ImageResponse(
    <ReceiptImage order={order} chosen={chosen} words={words} fontFamily={fontFamily} />,
    { ...imageSize, fonts, headers: { "Cache-Control": `public, max-age=${maxAgeSeconds}` } },
  );
}
