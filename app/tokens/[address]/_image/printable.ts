import { emojiPicture } from "./emoji.ts";
import { hanFont, type Font, type Weight } from "./fonts.ts";

/** What stands on one line of a picture: some text, or a picture itself, by its URL. */
export type Piece = { text: string } | { picture: string };

/** A text as a picture prints it. */
export type Printable = {
  pieces: Piece[];
  /** As many Latin letters as would be as wide. */
  width: number;
  /** The fonts that it takes beside those that are always there. */
  fonts: Font[];
};

/** Stands for what none of our fonts can print. A font that has it is among them. */
const BLOT = "▒";

/**
 * What Geist Mono has glyphs for: Latin letters with their accents, Cyrillic, and common signs.
 */
const latin =
  /^[ -~\u00a1-\u00ac\u00ae-\u0113\u0116-\u012b\u012e-\u0131\u0134-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u014d\u0150-\u017e\u0400-\u045f\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac\u2122▒]$/;

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** How long a word may be to stand on one line, where it is printed large. */
const LONGEST_WORD = 20;

/**
 * Finds what prints a text. Every character has a font or a picture from here: for any other the program that draws would
 * look on the internet.
 * @param widest as many Latin letters; what is more is cut off
 */
export async function printable(text: string, widest: number, weight: Weight): Promise<Printable> {
  const shown = cut(
    Array.from(characters.segment(text.normalize("NFC")), ({ segment }) => segment),
    widest,
  );
  const signs = await Promise.all(shown.map((character) => signOf(character, weight)));
  return {
    pieces: signs.reduce<Piece[]>(append, []),
    width: widthOf(shown),
    fonts: [...new Set(signs.flatMap(({ font }) => font ?? []))],
  };
}

type Sign = ({ text: string } | { picture: string }) & { font?: Font };

async function signOf(character: string, weight: Weight): Promise<Sign> {
  if (latin.test(character)) return { text: character };
  const font = await hanFont(character, weight);
  if (font) return { text: character, font };
  const picture = await emojiPicture(character);
  return picture === null ? { text: BLOT } : { picture };
}

/** Adds a sign to the word before it, or begins the next. */
function append(pieces: Piece[], sign: Sign): Piece[] {
  if ("picture" in sign) return [...pieces, { picture: sign.picture }];
  const last = pieces.at(-1);
  if (!last || !("text" in last) || mayBreak(last.text, sign.text)) return [...pieces, { text: sign.text }];
  return [...pieces.slice(0, -1), { text: last.text + sign.text }];
}

/** Whether a line may end between the two: after a space, beside a Chinese character, and in a word without an end. */
function mayBreak(before: string, after: string): boolean {
  if (before.endsWith(" ") || before.length >= LONGEST_WORD) return true;
  return !latin.test(before.slice(-1)) || !latin.test(after);
}

function cut(shown: string[], widest: number): string[] {
  if (widthOf(shown) <= widest) return shown;
  const fits = shown.findIndex((_, index) => widthOf(shown.slice(0, index + 1)) >= widest);
  return [...shown.slice(0, fits), "…"];
}

function widthOf(shown: string[]): number {
  return shown.reduce((sum, character) => sum + (latin.test(character) ? 1 : 2), 0);
}
