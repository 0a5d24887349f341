import { groupDigits } from "#app/_receipt/format.ts";
import { readAmount, toHalfWidth } from "#lib/shared/amounts/amount.ts";

/** An amount as the form holds it: plain digits, or what was typed where that is no number. */
export function amountOf(text: string): string {
  return readAmount(text) ?? text.trim();
}

/** The same of an amount that may be left out. */
export function optionalAmountOf(text: string): string | null {
  return amountOf(text) || null;
}

/** An amount as a person reads it, with its digits in groups; what is no number stays as it is. */
export function showAmount(amount: string | null | undefined): string {
  return amount && readAmount(amount) === amount ? groupDigits(amount) : (amount ?? "");
}

/** A small whole number in the digits 0 to 9, of single or double width, and nothing else: `0x12`, `1e1`, `+5` and an empty text are none. */
export function wholeNumberOf(text: string): number {
  const digits = toHalfWidth(text).trim();
  return /^[0-9]{1,6}$/.test(digits) ? Number(digits) : Number.NaN;
}

/** Empty where it is no number. */
export function showNumber(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}
