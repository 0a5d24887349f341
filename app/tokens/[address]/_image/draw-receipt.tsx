import { ImageResponse } from "next/og";
import type { Order } from "#lib/shared/order.ts";
import { imageFonts } from "./fonts.ts";
import { ReceiptImage, type ImageWords } from "./receipt-image.tsx";

/** What those who show links ask for. */
export const imageSize = { width: 1200, height: 630 };

type Drawn = { order: Order; network: string; words: ImageWords; maxAgeSeconds: number };

/** A receipt as a PNG. All that it takes is on this machine. */
export async function drawReceipt({ order, network, words, maxAgeSeconds }: Drawn): Promise<ImageResponse> {
  return new ImageResponse(<ReceiptImage order={order} network={network} words={words} />, {
    ...imageSize,
    fonts: await imageFonts(),
    headers: { "Cache-Control": `public, max-age=${maxAgeSeconds}` },
  });
}
