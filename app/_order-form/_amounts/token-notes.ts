import { formatUnits, parseUnits } from "viem";
import { readAmount } from "#lib/shared/amounts/amount.ts";
import { fields } from "#lib/shared/token.ts";

/** What is worth knowing of a token that can be made all the same. */
export type TokenNote =
  | { code: "longSymbol"; units: number; most: number }
  | { code: "indivisible" }
  | { code: "coarse"; decimals: number; smallest: string }
  | { code: "beyondPools"; most: string };

/**
 * What `wallet_watchAsset` (EIP-747) takes of a symbol in MetaMask, by which others go too: `symbol.length` of
 * JavaScript, so that most emoji count as two or more.
 */
const MOST_SYMBOL_UNITS = 11;

/** What a wallet may make of a symbol that can be ordered. */
export function symbolNotes(symbol: string): TokenNote[] {
  const units = fields.symbol.safeParse(symbol).data?.length ?? 0;
  return units > MOST_SYMBOL_UNITS ? [{ code: "longSymbol", units, most: MOST_SYMBOL_UNITS }] : [];
}

/** Stablecoins have 6, and nearly everything else that is traded has more. */
const FEWEST_TRADED_DECIMALS = 6;
const MOST_DECIMALS = 18;

/**
 * The most base units that a pool of Uniswap V2, and of the many made from it, counts of a token: its reserves are
 * `uint112`. Transfers into it beyond that revert with `UniswapV2: OVERFLOW`.
 */
const MOST_POOL_UNITS = 2n ** 112n - 1n;

type Amounts = { decimals: number; supply: string; cap: string | null };

/** What its numbers mean for who trades a token. Nothing of numbers that are not right yet. */
export function amountNotes({ decimals, supply, cap }: Amounts): TokenNote[] {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) return [];
  const notes: TokenNote[] = [];
  if (decimals === 0) notes.push({ code: "indivisible" });
  else if (decimals < FEWEST_TRADED_DECIMALS)
    notes.push({ code: "coarse", decimals, smallest: formatUnits(1n, decimals) });
  const isBeyond = [supply, cap].some((amount) => unitsOf(amount, decimals) > MOST_POOL_UNITS);
  if (isBeyond)
    notes.push({ code: "beyondPools", most: formatUnits(MOST_POOL_UNITS, decimals).replace(/\..*/, "") });
  return notes;
}

function unitsOf(amount: string | null, decimals: number): bigint {
  return amount !== null && readAmount(amount) === amount ? parseUnits(amount, decimals) : 0n;
}
