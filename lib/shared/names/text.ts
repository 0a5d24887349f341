import type { Flaw } from "#lib/shared/issues.ts";
import { MAX_MARKS, patterns } from "#lib/shared/names/patterns.ts";

/** What people see as one character counts as one; the bytes bound what that may be made of. */
export type Limits = { characters: number; bytes: number };

/** All of it is seen, and means what it looks like. */
const PRINTABLE_ASCII = /^[ -~]*$/;

/**
 * What is wrong with a text that wallets are to print; undefined where nothing is. What passes is letters with their marks, numbers, punctuation, symbols, emoji and the plain space: nothing that can't be seen.
 *
 * @param text in NFC
 * @see https://www.unicode.org/reports/tr39/
 */
export function flawOf(text: string, limits: Limits): Flaw | undefined {
  if (text === "") return { code: "required" };
  const isPlain = PRINTABLE_ASCII.test(text);
  const characters = isPlain ? text.length : countGraphemes(text);
  if (characters > limits.characters) return { code: "characters", most: limits.characters };
  if (new TextEncoder().encode(text).length > limits.bytes) return { code: "bytes", most: limits.bytes };
  if (/^ | $/.test(text)) return { code: "edges" };
  if (isPlain) return undefined;
  const { emoji, joiner, blank, meaningless, invisible, looseMark, foreignMark, piledMarks } = patterns();
  // What the rest looks for would find the joiners and selectors of sequences that are as they should be.
  const plain = text.replace(emoji, "*").replace(joiner, "");
  if (blank.test(plain)) return { code: "blank" };
  if (meaningless.test(plain)) return { code: "meaningless" };
  if (invisible.test(plain)) return { code: "invisible" };
  if (looseMark.test(plain) || foreignMark.test(plain)) return { code: "looseMark" };
  if (piledMarks.test(plain.normalize("NFD"))) return { code: "piledMarks", most: MAX_MARKS };
  return undefined;
}

function countGraphemes(text: string): number {
  return Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)).length;
}

/** A flaw in English, for the API: completes "The name …". */
export function describeFlaw(flaw: Flaw): string {
  switch (flaw.code) {
    case "required":
      return "is required.";
    case "characters":
      return `may have at most ${flaw.most} characters.`;
    case "bytes":
      return `may take at most ${flaw.most} bytes: a letter takes 1 to 4, and an emoji up to 35.`;
    case "edges":
      return "may not begin or end with a space.";
    case "blank":
      return "may contain no blank but the plain space.";
    case "meaningless":
      return "may not contain characters without a meaning in Unicode.";
    case "invisible":
      return "may not contain invisible or control characters.";
    case "looseMark":
      return "may have accents and other marks only on letters that take them.";
    case "piledMarks":
      return `may stack at most ${flaw.most} marks on a letter, each of them once.`;
    default:
      throw new Error(`unknown flaw ${JSON.stringify(flaw satisfies never)}`);
  }
}
