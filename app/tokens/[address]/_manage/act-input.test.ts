import { maxUint208, maxUint256 } from "viem";
import { describe, expect, test } from "vitest";
import { onlyFeatures, type FeatureName } from "#lib/shared/features.ts";
import { mostUnitsOf, readAct, type ActInput } from "./act-input.ts";
import type { View } from "./offered-acts.ts";

const ME = "0x00000000000000000000000000000000000000A1";
const OTHER = "0x1111111111111111111111111111111111111111";
const nothing: ActInput = { to: "", amount: "", confirmation: "" };

function tokenOf(features: FeatureName[], cap: string | null = null) {
  return { symbol: "TKN", decimals: 2, features: onlyFeatures(...features), cap };
}

const view: View = {
  features: onlyFeatures("mintable", "burnable"),
  account: ME,
  facts: { supplyUnits: 1_000n, owner: ME, isPaused: false },
  holding: { balanceUnits: 500n, delegate: null },
};

describe("what is entered becomes what is sent", () => {
  const token = tokenOf(["mintable", "burnable"], "20");

  test("an amount as people write it, in the token's smallest unit", () => {
    expect(readAct("burn", { ...nothing, amount: " 4.5 " }, token, view)).toEqual({
      act: { name: "burn", units: 450n },
    });
    expect(readAct("mint", { ...nothing, amount: "10", to: OTHER }, token, view)).toEqual({
      act: { name: "mint", to: OTHER, units: 1_000n },
    });
  });

  test.each([
    ["", "amount"],
    ["one", "amount"],
    ["1.234", "fraction"],
    ["0", "zero"],
    ["5.01", "tooMuch"],
  ])("to burn %j of 5.00 is wrong: %s", (amount, fault) => {
    expect(readAct("burn", { ...nothing, amount }, token, view)).toEqual({ faults: { amount: fault } });
  });

  test("no more is minted than the cap has room for, and to a whole address", () => {
    expect(readAct("mint", { ...nothing, amount: "10.01", to: "0x12" }, token, view)).toEqual({
      faults: { amount: "tooMuch", to: { code: "shortAddress", count: 38 } },
    });
  });

  test("ownership goes only with the symbol typed", () => {
    expect(readAct("transferOwnership", { ...nothing, to: OTHER }, token, view)).toEqual({
      faults: { confirmation: "confirmation" },
    });
    expect(readAct("renounceOwnership", { ...nothing, confirmation: "tkn" }, token, view)).toEqual({
      faults: { confirmation: "confirmation" },
    });
    expect(readAct("transferOwnership", { ...nothing, to: OTHER, confirmation: "TKN" }, token, view)).toEqual(
      { act: { name: "transferOwnership", to: OTHER } },
    );
  });

  test("ownership can't be given to nobody by mistake", () => {
    const to = `0x${"0".repeat(40)}`;
    expect(readAct("transferOwnership", { ...nothing, to, confirmation: "TKN" }, token, view)).toEqual({
      faults: { to: { code: "zeroAddress" } },
    });
  });

  test.each([
    ["", "address"],
    ["treasury.eth", "address"],
    ["0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "checksum"],
    [`${OTHER}1`, "longAddress"],
  ])("of %j as an address is said what is wrong: %s", (to, code) => {
    const found = readAct("delegate", { ...nothing, to }, token, view);
    expect(found).toMatchObject({ faults: { to: { code } } });
  });
});

test("without a cap the room is what the token can count", () => {
  expect(mostUnitsOf("mint", tokenOf(["mintable"]), view)).toBe(maxUint256 - 1_000n);
  expect(mostUnitsOf("mint", tokenOf(["mintable", "votes"]), view)).toBe(maxUint208 - 1_000n);
});
