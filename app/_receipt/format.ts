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

/** How many times as much one amount of wei is as another: "about 68 times". */
export function formatTimes(wei: string, ofWei: string): string {
  const tenths = Number((BigInt(wei) * 10n) / (BigInt(ofWei) || 1n));
  return `about ${tenths < 100 ? tenths / 10 : Math.round(tenths / 10)} times`;
}

/** "10 minutes", "1 hour", "1.5 days": a delay as a person would say it. */
export function formatDelay(seconds: number): string {
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ] as const;
  for (const [name, size] of units) {
    if (seconds < size) continue;
    const count = Math.round((seconds / size) * 10) / 10;
    return `${count} ${name}${count === 1 ? "" : "s"}`;
  }
  return `${seconds} second${seconds === 1 ? "" : "s"}`;
}
