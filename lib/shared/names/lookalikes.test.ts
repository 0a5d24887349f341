import fc from "fast-check";
import { expect, test } from "vitest";
import { lookalikes } from "./lookalikes.ts";
import { skeleton } from "./skeleton.ts";

test.each([
  ["the symbol itself", "USDT", "USDT"],
  ["a Cyrillic letter", "USD\u0422", "USDT"],
  ["full-width letters", "ＵＳＤＴ", "USDT"],
  ["mathematical letters", "𝐔𝐒𝐃𝐓", "USDT"],
  ["circled letters", "ⓊⓈⒹⓉ", "USDT"],
  ["small letters", "usdt", "USDT"],
  ["small letters, one of them Cyrillic", "usd\u0442", "USDT"],
  ["an accent", "ÚSDT", "USDT"],
  ["a currency sign", "USD₮", "USDT"],
  ["punctuation", "$U.S.D.T", "USDT"],
  ["Greek letters alone", "\u0395\u03a4\u0397", "ETH"],
  ["Cyrillic letters alone", "\u0422\u041eN", "TON"],
  ["a zero", "D0GE", "DOGE"],
  ["a small l for an I", "LlNK", "LINK"],
  ["a name", "Tether USD", "Tether USD"],
  ["a name that is its symbol too", "Pepe", "Pepe"],
  ["a name with a Cyrillic letter", "T\u0435ther", "Tether"],
  ["a name in capitals", "BITCOIN", "Bitcoin"],
  ["rn for an m", "Ethereurn", "Ethereum"],
])("a coin is recognised by %s", (_, text, coin) => {
  expect(lookalikes({ name: text, symbol: "MTK" })).toEqual([{ kind: "coin", text, coin }]);
  expect(lookalikes({ name: "My Token", symbol: text })).toEqual([{ kind: "coin", text, coin }]);
});

test.each([
  ["Latin and Cyrillic", "P\u0430nda", ["Latin", "Cyrillic"]],
  ["Latin and Greek", "Alph\u03b1 Coin", ["Latin", "Greek"]],
  ["Cyrillic and Greek", "\u0411\u03bf\u0431", ["Cyrillic", "Greek"]],
])("a word that mixes %s is pointed out", (_, name, scripts) => {
  expect(lookalikes({ name, symbol: "MTK" })).toEqual([{ kind: "scripts", text: name, scripts }]);
});

test.each([
  ["a word that is nobody's", "Copper Penny"],
  ["words of two scripts", "Монета MTK"],
  ["a language of its own", "Δραχμή"],
  ["Japanese with Latin letters", "Sakuraコイン円"],
  ["Persian with its non-joiner", "می‌خواهم"],
  ["emoji", "🪙"],
  ["a word that begins like a coin", "Etherealist"],
  ["nothing yet", ""],
])("nothing is said about %s", (_, name) => {
  expect(lookalikes({ name, symbol: "MTK" })).toEqual([]);
});

test("both of a token are looked at, and one text once", () => {
  expect(lookalikes({ name: "Tether", symbol: "USDT" })).toHaveLength(2);
  expect(lookalikes({ name: "USDT", symbol: "USDT" })).toHaveLength(1);
});

test("a skeleton is its own", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 4 }), (text) => {
      expect(skeleton(skeleton(text))).toBe(skeleton(text));
    }),
    { numRuns: 5_000 },
  );
});

test("texts without letters are told apart", () => {
  expect(skeleton("🪙")).not.toBe(skeleton("💰"));
  expect(skeleton("$$$")).not.toBe("");
});
