import { readFile } from "node:fs/promises";
import { join } from "node:path";
import hanRanges from "@fontsource/noto-sans-sc/unicode.json";
import { charactersOf } from "./woff.ts";

/**
 * Where the packages are. Of theirs the build takes along what `outputFileTracingIncludes` in next.config.mjs names; by
 * itself it would take all that there is in this folder.
 */
const PACKAGES = join(/* turbopackIgnore: true */ process.cwd(), "node_modules/@fontsource");
const subsets = ["latin", "latin-ext", "cyrillic", "symbols2"] as const;
const weights = [400, 700] as const;

export type Weight = (typeof weights)[number];
export type Font = { name: string; data: Buffer; weight: Weight; style: "normal" };

const loaded = new Map<string, Promise<Font>>();

/** What pictures are written in: Geist Mono in pieces, each under a name of its own so that one stands in for another. */
export function imageFonts(): Promise<Font[]> {
  return Promise.all(
    subsets.flatMap((subset) => weights.map((weight) => loadFont("geist-mono", subset, weight))),
  );
}

/** The piece of Noto Sans SC that has a character, Chinese or written like it; null where there is none. */
export async function hanFont(character: string, weight: Weight): Promise<Font | null> {
  const code = character.codePointAt(0) ?? 0;
  // What is put together from several may look like none of them.
  if (character !== String.fromCodePoint(code)) return null;
  const subset = hanSubsets.find(({ ranges }) => ranges.some(([from, to]) => from <= code && code <= to));
  if (!subset) return null;
  const font = await loadFont("noto-sans-sc", subset.name, weight);
  // What a browser is told to look for in a piece is more than what there is in it.
  return charactersOf(font.data).has(code) ? font : null;
}

/** The pieces that are made for browsers, of a few hundred characters each, with these. */
const hanSubsets = Object.entries(hanRanges).flatMap(([key, ranges]) => {
  const [, name] = /^\[(\d+)\]$/.exec(key) ?? [];
  return name ? [{ name, ranges: ranges.split(",").map(readRange) }] : [];
});

function readRange(range: string): readonly [from: number, to: number] {
  const [from = 0, to = from] = range
    .replace("U+", "")
    .split("-")
    .map((hex) => Number.parseInt(hex, 16));
  return [from, to];
}

/** Kept once read: all that there are take some 7 MB. */
function loadFont(family: string, subset: string, weight: Weight): Promise<Font> {
  const file = `${family}/files/${family}-${subset}-${weight}-normal.woff`;
  const present = loaded.get(file);
  if (present) return present;
  const font = readFile(join(PACKAGES, file)).then((data): Font => ({
    name: `${family} ${subset}`,
    data,
    weight,
    style: "normal",
  }));
  loaded.set(file, font);
  font.catch(() => loaded.delete(file));
  return font;
}
