/** One kind of mark between groups of three digits, as people write and paste large numbers. */
const GROUPED = /^\d{1,3}([,_' \u00A0\u2009\u202F\u3000])\d{3}(?:\1\d{3})*(\.\d+)?$/;
const PLAIN = /^\d+(\.\d+)?$/;

/**
 * A number of tokens as a person writes it, `1,000,000` or `1 000 000.5` or `1_000_000`, as plain digits with at most
 * one point: what an order's body holds. Spaces around it are nothing, `0005` is 5, and `１，０００` is 1000.
 * @returns null if it is no such number. A comma before a fraction is none: `1,5` may be meant as 1.5 or as 15
 */
export function readAmount(text: string): string | null {
  const trimmed = toHalfWidth(text).trim();
  if (PLAIN.test(trimmed)) return withoutLeadingZeros(trimmed);
  if (GROUPED.test(trimmed)) return withoutLeadingZeros(trimmed.replaceAll(/[^\d.]/g, ""));
  return null;
}

/** The same in characters of single width, where it is in those that Chinese and Japanese keyboards write: `１，０` is `1,0`. */
export function toHalfWidth(text: string): string {
  return text.replaceAll(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/** @param plain digits with at most one point. @returns the same number, `5` for `0005` and `0.5` for `00.5` */
export function withoutLeadingZeros(plain: string): string {
  return plain.replace(/^0+(?=\d)/, "");
}
