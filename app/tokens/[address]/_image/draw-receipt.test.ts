import { afterEach, beforeEach, expect, test } from "vitest";
import { exampleOrder } from "#lib/shared/example-order.ts";
import type { Order } from "#lib/shared/order.ts";
import { drawReceipt } from "./draw-receipt.tsx";
import { imageFonts, type Font, type Weight } from "./fonts.ts";
import { printable } from "./printable.ts";
import { charactersOf } from "./woff.ts";

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

/** What is printed, as a reader would tell it. */
async function read(text: string, widest = 40, weight: Weight = 400): Promise<string> {
  const { pieces } = await printable(text, widest, weight);
  return pieces.map((piece) => ("text" in piece ? piece.text : "☺")).join("");
}

test("Chinese, kana and emoji are printed as they are, whatever they are made of", async () => {
  const text = "铜钱代币，龍コイン ★🚀❤️1️⃣🇨🇳👩🏽‍🚀👨‍👩‍👧‍👦";
  for (const weight of [400, 700] as const)
    expect(await read(text, 40, weight)).toBe("铜钱代币，龍コイン ★☺☺☺☺☺☺");
});

test("what no font of a picture has is printed as a blot, one for each character as a reader counts them", async () => {
  expect(await read("Café Ж ع\u{1f9d1}\u{1f9d1}\u200d\u{1f35e}!")).toBe("Café Ж ▒☺▒!");
  expect(await read("e\u0301\u0301")).toBe("▒");
  expect(await read(`\u{1f680}${"\u200d\u{1f680}".repeat(50)}`)).toBe("▒");
});

test("what is too long is cut off, where Chinese and emoji take the room of two letters", async () => {
  expect(await read("abcdef", 4)).toBe("abc…");
  expect(await read("铜钱代币", 8)).toBe("铜钱代币");
  expect(await read("铜钱代币", 7)).toBe("铜钱代…");
  expect(await read("🚀🚀🚀", 4)).toBe("☺…");
});

test("each character that is printed as it is has a glyph in a font of its weight that goes with it", async () => {
  const always = await imageFonts();
  for (const weight of [400, 700] as const) {
    const have = new Map<Font, Set<number>>();
    const hasGlyph = (font: Font, code: number) => {
      const known = have.get(font) ?? charactersOf(font.data);
      have.set(font, known);
      return font.weight === weight && known.has(code);
    };
    const lacking: string[] = [];
    let printed = 0;
    for (const character of basicCharacters()) {
      const { pieces, fonts } = await printable(character, 2, weight);
      const [piece] = pieces;
      if (!piece || !("text" in piece) || piece.text === "▒") continue;
      printed += 1;
      const code = piece.text.codePointAt(0) ?? 0;
      if (![...always, ...fonts].some((font) => hasGlyph(font, code))) lacking.push(character);
    }
    expect(lacking).toEqual([]);
    expect(printed).toBeGreaterThan(7_000);
  }
});

test("a name that takes as many fonts as a name can is drawn in bounded time", async () => {
  // Far apart, so that each is in a piece of its own.
  const name = Array.from({ length: 40 }, (_, index) => String.fromCodePoint(0x4e00 + 500 * index)).join("");
  const started = performance.now();
  expect(await draw({ name, symbol: name.slice(0, 16) })).toBe(PNG);
  expect(performance.now() - started).toBeLessThan(10_000);
});

/** All of the first 65,536 but for the halves of pairs. */
function basicCharacters(): string[] {
  const codes = Array.from({ length: 0x1_0000 }, (_, code) => code);
  return codes.filter((code) => code < 0xd800 || code > 0xdfff).map((code) => String.fromCodePoint(code));
}
