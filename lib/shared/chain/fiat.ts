import { formatEther } from "viem";

/** What one coin of a chain is worth, and when that was read; null where whoever runs the server has fixed it. */
export type FiatRate = { perCoin: number; currency: string; readAt: string | null };

/** A rate that is older than this says nothing about today. */
export const RATE_HOLDS_MS = 3_600_000;

/** An amount of the chain's coin in that currency, as an estimate; null where the rate is too old. */
export function inFiat(wei: string, { perCoin, readAt }: FiatRate, nowMs: number): number | null {
  if (readAt !== null && nowMs - Date.parse(readAt) > RATE_HOLDS_MS) return null;
  return Number(formatEther(BigInt(wei))) * perCoin;
}
