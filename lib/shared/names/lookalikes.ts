import { coinTexts } from "./coins.ts";
import { skeleton } from "./skeleton.ts";

/** A text that may be taken for what it is not: for a well-known coin, or for a word of one script. */
export type Lookalike =
  | { kind: "coin"; text: string; coin: string }
  | { kind: "scripts"; text: string; scripts: Alphabet[] };

const coins = new Map(coinTexts.toReversed().map((text) => [skeleton(text), text]));

/** Alphabets with letters that look alike. Others mix by custom, as Japanese ones with Latin, or deceive nobody. */
const alphabets = [
  ["Latin", /\p{Script=Latin}/v],
  ["Cyrillic", /\p{Script=Cyrillic}/v],
  ["Greek", /\p{Script=Greek}/v],
  ["Armenian", /\p{Script=Armenian}/v],
  ["Georgian", /\p{Script=Georgian}/v],
  ["Cherokee", /\p{Script=Cherokee}/v],
  ["Coptic", /\p{Script=Coptic}/v],
  ["Lisu", /\p{Script=Lisu}/v],
  ["Hebrew", /\p{Script=Hebrew}/v],
  ["Arabic", /\p{Script=Arabic}/v],
] as const;

/** By its name in Unicode. */
export type Alphabet = (typeof alphabets)[number][0];

/** What of a token's name and symbol, as they are typed or ordered, may be taken for something else. */
export function lookalikes({ name, symbol }: { name: string; symbol: string }): Lookalike[] {
  return [...new Set([name, symbol])].flatMap((text): Lookalike[] => {
    const coin = coinTexts.includes(text) ? text : coins.get(skeleton(text));
    if (coin) return [{ kind: "coin", text, coin }];
    const scripts = scriptsInOneWord(text);
    return scripts.length > 1 ? [{ kind: "scripts", text, scripts }] : [];
  });
}

/** The alphabets of the first word that mixes them; none where no word does. */
function scriptsInOneWord(text: string): Alphabet[] {
  for (const word of text.split(/[^\p{L}\p{M}]+/v)) {
    const scripts = alphabets.flatMap(([script, letters]) => (letters.test(word) ? [script] : []));
    if (scripts.length > 1) return scripts;
  }
  return [];
}
