import { expect, test } from "vitest";
import { amountNotes, symbolNotes } from "./token-notes.ts";

test.each([
  ["PENNY", []],
  ["W".repeat(11), []],
  ["🚀".repeat(5), []],
  ["🚀".repeat(6), [{ code: "longSymbol", units: 12, most: 11 }]],
  ["👨‍👩‍👧‍👦X", [{ code: "longSymbol", units: 12, most: 11 }]],
  ["e\u0301".repeat(11), []],
  ["W".repeat(12), []],
  ["", []],
])("what wallets make of the symbol %j", (symbol, notes) => {
  expect(symbolNotes(symbol)).toEqual(notes);
});

const plain = { supply: "1000000", cap: null };
/** 2^112 - 1, as pools count. */
const poolUnits = "5192296858534827628530496329220095";

test.each([
  [{ ...plain, decimals: 18 }, []],
  [{ ...plain, decimals: 6 }, []],
  [{ ...plain, decimals: 5 }, [{ code: "coarse", decimals: 5, smallest: "0.00001" }]],
  [{ ...plain, decimals: 0 }, [{ code: "indivisible" }]],
  [{ ...plain, decimals: Number.NaN }, []],
  [{ ...plain, decimals: 19 }, []],
  [{ decimals: 18, supply: "5192296858534827.628530496329220095", cap: null }, []],
  [
    { decimals: 18, supply: "5192296858534827.628530496329220096", cap: null },
    [{ code: "beyondPools", most: "5192296858534827" }],
  ],
  [{ decimals: 6, supply: "1", cap: poolUnits }, [{ code: "beyondPools", most: poolUnits.slice(0, -6) }]],
  [{ decimals: 18, supply: "much", cap: "" }, []],
])("of %j it is said: %j", (amounts, notes) => {
  expect(amountNotes(amounts)).toEqual(notes);
});
