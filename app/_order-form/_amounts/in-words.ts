import type { Locale } from "#app/_words/locales.ts";

/**
 * A large number as people say it: "one million", "over 1.23 billion", 一百万. Cut off after two digits behind the point
 * where it is no round number, and "over" says so.
 * @param amount plain digits with at most one point
 * @returns null where the digits say it as well
 */
export function amountInWords(amount: string, locale: Locale): string | null {
  const [whole = "", fraction = ""] = amount.split(".");
  const digits = whole.replace(/^0+/, "");
  const isWhole = /^0*$/.test(fraction);
  switch (locale) {
    case "en":
      return inEnglish(digits, isWhole);
    case "zh-CN":
      return inChinese(digits, isWhole);
    default:
      throw new Error(`unknown locale ${String(locale satisfies never)}`);
  }
}

const FRACTION_DIGITS = 2;

type Scaled = { count: string; isExact: boolean };

/** How often ten to the power of `zeros` is in a number, with the digits behind the point that are worth saying. */
function scale(digits: string, zeros: number, isWhole: boolean): Scaled {
  const behind = digits.slice(-zeros).replace(/0+$/, "");
  const said = behind.slice(0, FRACTION_DIGITS).replace(/0+$/, "");
  const count = digits.slice(0, -zeros) + (said === "" ? "" : `.${said}`);
  return { count, isExact: isWhole && behind.length <= FRACTION_DIGITS };
}

const few = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
/** By how often there are three zeros. */
const scales =
  "one thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion".split(
    " ",
  );

function inEnglish(digits: string, isWhole: boolean): string | null {
  const thousands = Math.floor((digits.length - 1) / 3);
  const name = scales[thousands];
  if (thousands < 1) return null;
  if (name === undefined) return `a number of ${digits.length} digits`;
  const { count, isExact } = scale(digits, thousands * 3, isWhole);
  // 1,234 is read as easily as it is said.
  if (thousands === 1 && !(isExact && !count.includes("."))) return null;
  const words = `${few[Number(count)] ?? count} ${name}`;
  return isExact ? words : `over ${words}`;
}

const numerals = "零一二三四五六七八九";
const places = ["", "十", "百", "千"];
const chineseScales: readonly [zeros: number, name: string][] = [
  [16, "亿亿"],
  [12, "万亿"],
  [8, "亿"],
  [4, "万"],
];
const MOST_CHINESE_DIGITS = 20;

function inChinese(digits: string, isWhole: boolean): string | null {
  if (digits.length > MOST_CHINESE_DIGITS) return `一个 ${digits.length} 位数`;
  const [zeros, name] = chineseScales.find(([each]) => digits.length > each) ?? [0, ""];
  if (zeros === 0) return isWhole && digits.length === 4 ? spell(digits) : null;
  const { count, isExact } = scale(digits, zeros, isWhole);
  const spelled = spell(count);
  const words = spelled === null ? `${count} ${name}` : spelled + name;
  return isExact ? words : `超过 ${words}`.replace(/ (?=[一二三四五六七八九十两])/, "");
}

/** A number below ten thousand with at most two digits that are not zero, side by side; null for any other. */
function spell(count: string): string | null {
  if (!/^\d{1,2}0*$/.test(count) || count.length > places.length) return null;
  const words = Array.from(count)
    .map((digit, index) => {
      const place = places[count.length - 1 - index] ?? "";
      if (digit === "0") return "";
      const isTwo = digit === "2" && index === 0 && place !== "十";
      return (isTwo ? "两" : (numerals[Number(digit)] ?? "")) + place;
    })
    .join("");
  return words.replace(/^一十/, "十");
}
