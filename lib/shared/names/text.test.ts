import fc from "fast-check";
import { expect, test } from "vitest";
import { fields } from "#lib/shared/token.ts";

function flawOf(name: string): string | undefined {
  return fields.name.safeParse(name).error?.issues[0]?.message.replace(/^The name /, "");
}

test.each([
  ["letters, numbers, punctuation and symbols", "A-b (c) & d's 1 ½ ₮ $ €"],
  ["an emoji", "🪙 Coin"],
  ["an emoji of several people", "👨‍👩‍👧‍👦"],
  ["an astronaut, joined of two emoji", "🧑‍🚀"],
  ["a heart with its variation selector", "I ❤️ NY"],
  ["a flag of two letters", "🇺🇦 Coin"],
  ["a flag of tags", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
  ["a keycap", "1️⃣ Coin"],
  ["a skin tone", "👍🏽"],
  ["Chinese", "人民币 币"],
  ["Church Slavonic with its titlo", "бг҃ъ"],
  ["Japanese with marks that NFC composes", "か\u3099ダ円"],
  ["Korean", "한국 원"],
  ["Vietnamese", "Tiếng Việt"],
  ["Vietnamese, decomposed", "Tiếng Việt".normalize("NFD")],
  ["polytonic Greek", "ᾧ Δραχμή"],
  ["Arabic with its vowels", "العَرَبِيَّةُ"],
  ["Hebrew with points", "בְּרֵאשִׁית שָׁלוֹם"],
  ["Thai", "ที่น้ำ"],
  ["Tibetan stacks", "བསྒྲུབས་ཧཱུྃ"],
  ["Burmese, with five marks on a letter", "လျှော့"],
  ["Khmer", "ស្ត្រី"],
  ["Tamil", "தமிழ்"],
  ["Devanagari", "हिन्दी क्षत्रिय"],
  ["a Devanagari half form, by a joiner", "क्‍ष"],
  ["a Marathi eyelash, by a joiner", "दऱ्‍या"],
  ["a visible virama, by a non-joiner", "क्‌ष"],
  ["Sinhala with its joiner", "ශ්‍රී ලංකා"],
  ["Malayalam with a chillu of old, which ends in a joiner", "അവന്‍"],
  ["Persian with its non-joiner", "می‌خواهم کتاب‌ها"],
])("%s is accepted", (_, name) => {
  expect(flawOf(name)).toBeUndefined();
});

const blank = "may contain no blank but the plain space.";
const meaningless = "may not contain characters without a meaning in Unicode.";
const invisible = "may not contain invisible or control characters.";
const loose = "may have accents and other marks only on letters that take them.";
const piled = "may stack at most 4 marks on a letter, each of them once.";

test.each([
  ["a blank of braille", "\u2800", blank],
  ["a blank of braille at the end", "A\u2800", blank],
  ["a Hangul filler", "A\u3164B", blank],
  ["a Hangul filler for a first consonant", "\u115fA", blank],
  ["a Hangul filler for a vowel", "A\u1160", blank],
  ["a half-width Hangul filler", "\uffa0", blank],
  ["a no-break space", "A\u00a0B", blank],
  ["an ideographic space", "A\u3000B", blank],
  ["a note without a head", "\u{1d159}", blank],
  ["a blank hieroglyph", "\u{13441}", blank],
  ["a private-use character", "A\ue000", meaningless],
  ["an unassigned character", "A\u0378", meaningless],
  ["a lone surrogate", "A\ud800B", meaningless],
  ["the replacement character", "Caf\ufffd", meaningless],
  ["the object replacement character", "\ufffc", meaningless],
  ["a noncharacter", "\ufdd0", meaningless],
  ["a noncharacter of another plane", "\u{1ffff}", meaningless],
  ["a joiner between Latin letters", "A\u200dB", invisible],
  ["a non-joiner between Latin letters", "A\u200cB", invisible],
  ["a non-joiner after a letter that does not join", "د\u200cا", invisible],
  ["a non-joiner that ends a word", "کتاب\u200c", invisible],
  ["a joiner between emoji that make no sequence", "🪙\u200d🪙", invisible],
  ["a joiner after an emoji", "🪙\u200d", invisible],
  ["two joiners", "क्\u200d\u200dष", invisible],
  ["a variation selector on a letter", "A\ufe0f", invisible],
  ["a variation selector on a digit", "1\ufe0f", invisible],
  ["a tag on a letter", "A\u{e0041}", invisible],
  ["a grapheme joiner", "A\u034fB", invisible],
  ["a soft hyphen", "A\u00adB", invisible],
  ["a mark without a letter", "\u0301", loose],
  ["a mark on a space", "A \u0301B", loose],
  ["a mark on a number", "1\u0336", loose],
  ["a mark on an emoji", "🪙\u0301", loose],
  ["a mark that selects a shorthand's stroke on a Latin letter", "A\u{1bc9d}", loose],
  ["a Khmer sign that is drawn with the next letter alone, on a Latin one", "A\u17d2B", loose],
  ["63 accents on a letter", `A${"\u0301".repeat(63)}`, piled],
  ["five accents on a letter", "A\u0316\u0301\u0302\u0303\u0304", piled],
  ["three accents on a letter that has two", "\u1ec7\u0303\u0304\u0331", piled],
  ["an accent twice", "A\u0316\u0316", piled],
])("%s is refused", (_, name, flaw) => {
  expect(flawOf(name)).toBe(flaw);
});

test("what people see as one character counts as one, and bytes bound the whole", () => {
  expect(flawOf("क्षि".repeat(21))).toBeUndefined();
  expect(flawOf("A".repeat(65))).toBe("may have at most 64 characters.");
  expect(flawOf("🧑‍🚀".repeat(23))).toBeUndefined();
  expect(flawOf("🧑‍🚀".repeat(24))).toContain("may take at most 256 bytes");
  for (const [symbol, isAccepted] of [
    ["❤️".repeat(10), true],
    ["🧑‍🚀".repeat(5), true],
    ["🧑‍🚀".repeat(6), false],
  ])
    expect(fields.symbol.safeParse(symbol).success).toBe(isAccepted);
});

/** Characters that rules are about, so that chance finds their borders, among any others. */
const pieces = fc.oneof(
  fc.constantFrom("A", "é", "e\u0301", " ", "1", "\u0301", "\u0316", "\u200c", "\u200d", "\ufe0f", "\u20e3"),
  fc.constantFrom("क", "्", "ि", "ب", "د", "َ", "🪙", "🧑", "🚀", "❤", "🇺", "\u1160", "\u2800", "\ufffd"),
  fc.string({ unit: "binary", maxLength: 2 }),
  fc.string({ unit: "grapheme", maxLength: 2 }),
);
const texts = fc.array(pieces, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
const visible = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/v;

test("whatever is accepted is normal, visible and within its limits", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { data } = fields.name.safeParse(text);
      if (data === undefined) return;
      expect(data).toBe(data.normalize("NFC"));
      expect(fields.name.parse(data)).toBe(data);
      expect(data).toBe(data.trim());
      expect(new TextDecoder().decode(new TextEncoder().encode(data))).toBe(data);
      expect(new TextEncoder().encode(data).length).toBeLessThanOrEqual(256);
      expect(data.replace(/\p{RGI_Emoji}/gv, "*").replace(/(?<=[\p{L}\p{M}])[\u200c\u200d]/gv, "")).toMatch(
        visible,
      );
    }),
    { numRuns: 5_000 },
  );
});
