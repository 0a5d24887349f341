import { inflateSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exampleOrder } from "#lib/shared/example-order.ts";
import type { Order } from "#lib/shared/order.ts";
import { drawReceipt } from "./draw-receipt.tsx";
import { imageFonts } from "./fonts.ts";
import { printableText } from "./printable.ts";

const order: Order = { ...exampleOrder, name: "Copper Penny", symbol: "PENNY", status: "deployed" };
const words = {
  title: "Token order",
  symbol: "Symbol",
  supply: "Supply",
  address: "It lives at",
  stamp: "Deployed",
};
const PNG = "89504e470d0a1a0a";

/** What anything in this process asks of a network. */
const asked: string[] = [];
const { fetch: ownFetch } = globalThis;
beforeEach(() => {
  asked.length = 0;
  globalThis.fetch = (input, init) => {
    asked.push(String(input instanceof Request ? input.url : input));
    return ownFetch(input, init);
  };
});
afterEach(() => {
  globalThis.fetch = ownFetch;
});

async function draw(change: Partial<Order>): Promise<string> {
  const image = await drawReceipt({
    order: { ...order, ...change },
    network: "Hardhat",
    words,
    maxAgeSeconds: 60,
  });
  return Buffer.from(await image.arrayBuffer()).toString("hex", 0, 8);
}

const hostile: [what: string, name: string, symbol: string][] = [
  ["Chinese", "铜钱代币", "铜钱"],
  ["emoji", "🚀🧑‍🚀👩🏽‍🚀 Moon ❤️ 1️⃣ ©️", "🚀"],
  ["Arabic", "عملة", "عملة"],
  ["Thai, Devanagari, Hangul", "เหรียญ सिक्का 동전", "เห"],
  ["markup", "<b>&amp;</b> ${1} {{x}}", "<img>"],
  ["signs that may be emoji", "© ® ™ ↑ ↓ ♥ ☎", "#*0"],
  ["marks", "e\u0301 Z\u0351\u036b\u0343", "Ǖ"],
  ["all of many", "W".repeat(200), "M".repeat(40)],
];
for (const [what, name, symbol] of hostile)
  test(`a receipt with ${what} in its name is drawn, and nothing is asked of the internet for it`, async () => {
    expect(await draw({ name, symbol })).toBe(PNG);
    expect(asked.filter((url) => !url.startsWith("data:") && !url.startsWith("file:"))).toEqual([]);
  });

test("what a picture's fonts lack is printed as a blot, one for each character as a reader counts them", () => {
  expect(printableText("Café Ж 币🧑‍🚀!", 40)).toBe("Café Ж ▒▒!");
  expect(printableText("e\u0301\u0301", 40)).toBe("▒");
  expect(printableText("abcdef", 4)).toBe("abc…");
});

test("each character that is printed as it is has a glyph in every weight", async () => {
  const fonts = await imageFonts();
  const printed = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code)).filter(
    (character) => character === character.normalize("NFC") && printableText(character, 2) === character,
  );
  expect(printed.length).toBeGreaterThan(400);
  for (const weight of [400, 700]) {
    const codes = new Set(
      fonts.filter((font) => font.weight === weight).flatMap(({ data }) => codesOf(data)),
    );
    expect(printed.filter((character) => !codes.has(character.codePointAt(0) ?? 0))).toEqual([]);
  }
});

/** The characters of a WOFF font, by its `cmap` in format 4. @see https://www.w3.org/TR/WOFF/ */
function codesOf(woff: Buffer): number[] {
  const cmap = tableOf(woff, "cmap");
  const count = cmap.readUInt16BE(2);
  return Array.from({ length: count }, (_, index) => cmap.readUInt32BE(8 + 8 * index)).flatMap((offset) =>
    cmap.readUInt16BE(offset) === 4 ? segmentsOf(cmap.subarray(offset)) : [],
  );
}

function segmentsOf(table: Buffer): number[] {
  const length = table.readUInt16BE(6);
  return Array.from({ length: length / 2 }, (_, index) => {
    const end = table.readUInt16BE(14 + 2 * index);
    const start = table.readUInt16BE(16 + length + 2 * index);
    return Array.from({ length: end - start + 1 }, (__, step) => start + step);
  }).flat();
}

function tableOf(woff: Buffer, tag: string): Buffer {
  for (let entry = 44; entry < 44 + 20 * woff.readUInt16BE(12); entry += 20)
    if (woff.toString("latin1", entry, entry + 4) === tag) {
      const [offset, packed, size] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at));
      const bytes = woff.subarray(offset, (offset ?? 0) + (packed ?? 0));
      return packed === size ? bytes : inflateSync(bytes);
    }
  throw new Error(`There is no ${tag} in this font.`);
}
