import type { Locator } from "@playwright/test";
import { decodeQR } from "qr/decode.js";

/** What a camera reads of a QR code that is on the screen. */
export async function readCode(code: Locator): Promise<string> {
  return decodeQR(await photograph(code), { timeLimit: 5_000 });
}

/** What a camera would see of an element: its pixels, as RGBA. */
async function photograph(element: Locator) {
  const png = (await element.screenshot()).toString("base64");
  const page = await element.page().context().newPage();
  const { data, ...size } = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas?.drawImage(image, 0, 0);
    return { width, height, data: Array.from(canvas?.getImageData(0, 0, width, height).data ?? []) };
  }, png);
  await page.close();
  return { ...size, data: Uint8Array.from(data) };
}
