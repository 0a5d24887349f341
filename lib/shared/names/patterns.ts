/** More marks in a row than this no script in use needs. */
export const MAX_MARKS = 4;

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
/** What `flawOf` looks for. To make them takes as long as to draw a page, so they are made for the first text that needs them. */
export type Patterns = {
  /** Every emoji that Unicode recommends, of one code point or of several: flags, keycaps, skin tones, families. */
  emoji: RegExp;
  /**
   * A joiner (ZWJ) or non-joiner (ZWNJ) that changes how the letters around it look: after a virama, and between Arabic
   * letters that would join. As RFC 5892, appendix A, and UAX #31, section 2.3, but for a non-joiner that ends a word.
   */
  joiner: RegExp;
  /** Spaces other than the plain one, and what is drawn as nothing at all: in braille, hangul, music and hieroglyphs. */
  blank: RegExp;
  /** Unassigned, private, or standing for what was lost. */
  meaningless: RegExp;
  invisible: RegExp;
  looseMark: RegExp;
  /** A mark of another script, which may be drawn as nothing, on a letter of those that have few marks of their own. */
  foreignMark: RegExp;
  /** UTS #39, section 5.4: more marks in a row than any script needs, or one of them twice. Spacing ones stack less. */
  piledMarks: RegExp;
};

let made: Patterns | undefined;

export function patterns(): Patterns {
  return (made ??= makePatterns());
}

function makePatterns(): Patterns {
  return {
    emoji: new RegExp("\\p{RGI_Emoji}", "gv"),
    joiner: new RegExp(
      `(?<=\\p{L}\\p{M}*${VIRAMA})(?:\\u200D(?!\\p{M})|\\u200C(?=\\p{L}))|` +
        `(?<=[${JOINS_NEXT}]\\p{M}*)\\u200C(?=[${JOINS_NEXT}${JOINS_PREVIOUS}])`,
      "gv",
    ),
    blank: new RegExp(
      "[[\\p{Zs}--[ ]]\\u2800\\u115F\\u1160\\u3164\\uFFA0\\u{1D159}\\u{13441}\\u{13442}\\u{16FE4}]",
      "v",
    ),
    meaningless: new RegExp("[\\p{Cn}\\p{Co}\\p{Cs}\\uFFFC\\uFFFD]", "v"),
    invisible: new RegExp("[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]|\\p{Default_Ignorable_Code_Point}", "v"),
    looseMark: new RegExp("(?<![\\p{L}\\p{M}])\\p{M}", "v"),
    foreignMark: new RegExp(
      "(?<=[\\p{sc=Latin}\\p{sc=Cyrillic}\\p{sc=Greek}\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}]\\p{M}*)" +
        "[\\p{M}--[\\p{sc=Inherited}\\p{scx=Latin}\\p{scx=Cyrillic}\\p{scx=Greek}\\p{scx=Hangul}]]",
      "v",
    ),
    piledMarks: new RegExp(
      `[\\p{Mn}\\p{Me}]{${MAX_MARKS + 1}}|\\p{M}{${MAX_MARKS + 3}}|([\\p{Mn}\\p{Me}])\\1`,
      "v",
    ),
  };
}
