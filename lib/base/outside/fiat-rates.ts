import "server-only";
import { z } from "zod";
import { RATE_HOLDS_MS, type FiatRate } from "#lib/shared/chain/fiat.ts";
import type { Logger } from "#lib/base/log.ts";
import { fetchText } from "./fetch-text.ts";

const READ_EVERY_MS = 300_000;
const TIMEOUT_MS = 5_000;
const MOST_BYTES = 64 * 1024;

/** Coins by their symbol, and in each what one of them is worth in some currencies. */
const table = z.record(z.string(), z.record(z.string().regex(/^[a-zA-Z]{3}$/), z.number().positive()));

type Rates = ReadonlyMap<string, { perCoin: number; currency: string }>;

export type FiatRates = {
  /** What is known now of a coin; null where nothing is, or nothing new enough. */
  rateOf: (symbol: string) => FiatRate | null;
};

/**
 * What coins are worth, read from an address again and again while somebody asks. Nobody waits for it: who asks gets
 * what is known, and what was asked for is known to the next one.
 * @param now the time in milliseconds
 */
export function followRates(url: string | undefined, log: Logger, now = Date.now): FiatRates {
  let known: { rates: Rates; readAt: number } | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  const read = async (from: string) => {
    try {
      const rates = await readRates(from);
      known = { rates, readAt: now() };
    } catch (err) {
      log.warn({ err }, "FIAT_RATES_URL can't be read, so prices are shown without it");
    }
  };
  return {
    rateOf: (symbol) => {
      if (url !== undefined && now() - askedAt >= READ_EVERY_MS) {
        askedAt = now();
        void read(url);
      }
      if (!known || now() - known.readAt > RATE_HOLDS_MS) return null;
      const rate = known.rates.get(symbol.toUpperCase());
      return rate ? { ...rate, readAt: new Date(known.readAt).toISOString() } : null;
    },
  };
}

async function readRates(url: string): Promise<Rates> {
  const { status, text } = await fetchText(url, { timeoutMs: TIMEOUT_MS, mostBytes: MOST_BYTES });
  if (status < 200 || status > 299) throw new Error(`It answered ${status}.`);
  const coins = table.parse(JSON.parse(text));
  return new Map(
    Object.entries(coins).flatMap(([symbol, worth]) => {
      const [first] = Object.entries(worth);
      return first
        ? [[symbol.toUpperCase(), { currency: first[0].toUpperCase(), perCoin: first[1] }] as const]
        : [];
    }),
  );
}
