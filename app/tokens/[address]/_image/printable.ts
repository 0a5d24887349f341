/** Stands for what our fonts can't print. A font that has it is among them. */
const BLOT = "▒";

/**
 * What the fonts of a picture have glyphs for: Latin letters with their accents, Cyrillic, and common signs. A character
 * beyond that would make the program that draws look for a font, or a picture of an emoji, on the internet.
 */
const printable =
  /^[ -~\u00a1-\u00ac\u00ae-\u0113\u0116-\u012b\u012e-\u0131\u0134-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u014d\u0150-\u017e\u0400-\u045f\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac\u2122▒]$/;

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A text as a picture prints it. @param most characters, as a reader counts them; what is more is cut off */
export function printableText(text: string, most: number): string {
  const printed = Array.from(characters.segment(text.normalize("NFC")), ({ segment }) =>
    printable.test(segment) ? segment : BLOT,
  );
  return printed.length > most ? `${printed.slice(0, most - 1).join("")}…` : printed.join("");
}
