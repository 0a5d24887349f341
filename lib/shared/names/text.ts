import type { Flaw } from "#lib/shared/issues.ts";

/** What people see as one character counts as one; the bytes bound what that may be made of. */
export type Limits = { characters: number; bytes: number };

const MAX_MARKS = 4;

/** Every emoji that Unicode recommends, of one code point or of several: flags, keycaps, skin tones, families. */
const EMOJI = /\p{RGI_Emoji}/gv;

/** Of the scripts in use, what joins or kills a letter's vowel: canonical combining class 9. */
const VIRAMA =
  "[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D3B\\u0D3C\\u0D4D\\u0DCA\\u0F84\\u1039\\u103A" +
  "\\u17D2\\u1A60\\u1B44\\u1BAA\\u1BAB\\uA8C4\\uA953\\uA9C0\\uABED]";
/** Arabic letters that join the next one, and those that only join the one before: Joining_Type D and R. */
const JOINS_NEXT =
  "\\u0620\\u0626\\u0628\\u062A-\\u062E\\u0633-\\u063F\\u0641-\\u0647\\u0649\\u064A\\u066E\\u066F\\u0678-\\u0687" +
  "\\u069A-\\u06BF\\u06C1\\u06C2\\u06CC\\u06CE\\u06D0\\u06D1\\u06FA-\\u06FC\\u06FF\\u0750-\\u0758\\u075C-\\u076A" +
  "\\u076D-\\u0770\\u0772\\u0775-\\u0777\\u077A-\\u077F";
const JOINS_PREVIOUS =
  "\\u0622-\\u0625\\u0627\\u0629\\u062F-\\u0632\\u0648\\u0671-\\u0673\\u0675-\\u0677\\u0688-\\u0699\\u06C0" +
  "\\u06C3-\\u06CB\\u06CD\\u06CF\\u06D2\\u06D3\\u06D5\\u06EE\\u06EF\\u0759-\\u075B\\u076B\\u076C\\u0771\\u0773" +
  "\\u0774\\u0778\\u0779";
/**
 * A joiner (ZWJ) or non-joiner (ZWNJ) that changes how the letters around it look: after a virama, and between Arabic
 * letters that would join. As RFC 5892, appendix A, and UAX #31, section 2.3, but for a non-joiner that ends a word.
 */
const JOINER = new RegExp(
  `(?<=\\p{L}\\p{M}*${VIRAMA})(?:\\u200D(?!\\p{M})|\\u200C(?=\\p{L}))|` +
    `(?<=[${JOINS_NEXT}]\\p{M}*)\\u200C(?=[${JOINS_NEXT}${JOINS_PREVIOUS}])`,
  "gv",
);

/** Spaces other than the plain one, and what is drawn as nothing at all: in braille, hangul, music and hieroglyphs. */
const BLANK = /[[\p{Zs}--[ ]]\u2800\u115F\u1160\u3164\uFFA0\u{1D159}\u{13441}\u{13442}\u{16FE4}]/v;
/** Unassigned, private, or standing for what was lost. */
const MEANINGLESS = /[\p{Cn}\p{Co}\p{Cs}\uFFFC\uFFFD]/v;
const INVISIBLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|\p{Default_Ignorable_Code_Point}/v;
const LOOSE_MARK = /(?<![\p{L}\p{M}])\p{M}/v;
/** A mark of another script, which may be drawn as nothing, on a letter of those that have few marks of their own. */
const FOREIGN_MARK = new RegExp(
  "(?<=[\\p{sc=Latin}\\p{sc=Cyrillic}\\p{sc=Greek}\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}]\\p{M}*)" +
    "[\\p{M}--[\\p{sc=Inherited}\\p{scx=Latin}\\p{scx=Cyrillic}\\p{scx=Greek}\\p{scx=Hangul}]]",
  "v",
);
/** UTS #39, section 5.4: more marks in a row than any script needs, or one of them twice. Spacing ones stack less. */
const PILED_MARKS = new RegExp(
  `[\\p{Mn}\\p{Me}]{${MAX_MARKS + 1}}|\\p{M}{${MAX_MARKS + 3}}|([\\p{Mn}\\p{Me}])\\1`,
  "v",
);

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * What is wrong with a text that wallets are to print; undefined where nothing is. What passes is letters with their marks, numbers, punctuation, symbols, emoji and the plain space: nothing that can't be seen.
 *
 * @param text in NFC
 * @see https://www.unicode.org/reports/tr39/
 */
export function flawOf(text: string, limits: Limits): Flaw | undefined {
  if (text === "") return { code: "required" };
  if (Array.from(graphemes.segment(text)).length > limits.characters)
    return { code: "characters", most: limits.characters };
  if (new TextEncoder().encode(text).length > limits.bytes) return { code: "bytes", most: limits.bytes };
  if (/^ | $/.test(text)) return { code: "edges" };
  // What the rest looks for would find the joiners and selectors of sequences that are as they should be.
  const plain = text.replace(EMOJI, "*").replace(JOINER, "");
  if (BLANK.test(plain)) return { code: "blank" };
  if (MEANINGLESS.test(plain)) return { code: "meaningless" };
  if (INVISIBLE.test(plain)) return { code: "invisible" };
  if (LOOSE_MARK.test(plain) || FOREIGN_MARK.test(plain)) return { code: "looseMark" };
  if (PILED_MARKS.test(plain.normalize("NFD"))) return { code: "piledMarks", most: MAX_MARKS };
  return undefined;
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
