import "server-only";
import { z } from "zod";
import { RATE_HOLDS_MS, type FiatRate } from "#lib/shared/chain/fiat.ts";
import type { Logger } from "./log.ts";

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
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), cache: "no-store" });
  if (!response.ok) throw new Error(`It answered ${response.status}.`);
  const coins = table.parse(JSON.parse(await readText(response)));
  return new Map(
    Object.entries(coins).flatMap(([symbol, worth]) => {
      const [first] = Object.entries(worth);
      return first
        ? [[symbol.toUpperCase(), { currency: first[0].toUpperCase(), perCoin: first[1] }] as const]
        : [];
    }),
  );
}

/** @throws where it is longer than any table of rates, without reading on */
async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new Error(`It is longer than ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
