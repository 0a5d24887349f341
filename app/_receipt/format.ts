import { formatEther } from "viem";

/** "1234567.5" to "1,234,567.5": the same in every locale, so that server and browser print the same. */
export function groupDigits(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** @param wei a decimal string. @returns such as "0.0124 ETH", exact */
export function formatPrice(wei: string | bigint, symbol: string): string {
  return `${formatEther(BigInt(wei))} ${symbol}`;
}

/** The same rounded to four significant digits, where being read is worth more than being exact. */
export function formatRoughly(wei: string, symbol: string): string {
  const step = 10n ** BigInt(Math.max(0, wei.length - 4));
  return formatPrice(((BigInt(wei) + step / 2n) / step) * step, symbol);
}

/** About how many times as much one amount of wei is as another: 6.8 or 68. */
export function timesAsMuch(wei: string, ofWei: string): number {
  const tenths = Number((BigInt(wei) * 10n) / (BigInt(ofWei) || 1n));
  return tenths < 100 ? tenths / 10 : Math.round(tenths / 10);
}

/** A delay as a person would say it: in days, hours or minutes to one decimal, or in seconds. */
export function roundDelay(seconds: number): {
  unit: "days" | "hours" | "minutes" | "seconds";
  count: number;
} {
  const units = [
    ["days", 86_400],
    ["hours", 3_600],
    ["minutes", 60],
  ] as const;
  for (const [unit, size] of units)
    if (seconds >= size) return { unit, count: Math.round((seconds / size) * 10) / 10 };
  return { unit: "seconds", count: seconds };
}
