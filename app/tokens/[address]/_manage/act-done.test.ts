import { expect, test } from "vitest";
import { isDone, type TokenState } from "./act-done.ts";
import type { Act } from "./act-input.ts";

const ME = "0x00000000000000000000000000000000000000A1";
const OTHER = "0x1111111111111111111111111111111111111111";

const before: TokenState = {
  facts: { supplyUnits: 1_000n, owner: ME, isPaused: false },
  holding: { balanceUnits: 500n, delegate: null },
};

function stateOf(changed: Partial<TokenState["facts"] & TokenState["holding"]>): TokenState {
  const { supplyUnits, owner, isPaused, balanceUnits, delegate } = {
    ...before.facts,
    ...before.holding,
    ...changed,
  };
  return { facts: { supplyUnits, owner, isPaused }, holding: { balanceUnits, delegate } };
}

test.each<[Act, TokenState]>([
  [{ name: "mint", to: OTHER, units: 10n }, stateOf({ supplyUnits: 1_010n })],
  [{ name: "burn", units: 10n }, stateOf({ supplyUnits: 990n, balanceUnits: 490n })],
  [{ name: "pause" }, stateOf({ isPaused: true })],
  [{ name: "delegate", to: OTHER }, stateOf({ delegate: OTHER })],
  [{ name: "transferOwnership", to: OTHER }, stateOf({ owner: OTHER })],
  [{ name: "renounceOwnership" }, stateOf({ owner: null })],
])("$name is done once the token is so, and not before", (act, after) => {
  expect(isDone(act, before, before)).toBe(false);
  expect(isDone(act, before, after)).toBe(true);
});

test("to let transfers go on is done once they do", () => {
  const paused = stateOf({ isPaused: true });
  expect(isDone({ name: "unpause" }, paused, paused)).toBe(false);
  expect(isDone({ name: "unpause" }, paused, before)).toBe(true);
});

test.each<[string, Act, TokenState]>([
  ["less was minted", { name: "mint", to: ME, units: 10n }, stateOf({ supplyUnits: 1_009n })],
  ["somebody else has burned", { name: "burn", units: 10n }, stateOf({ supplyUnits: 990n })],
  ["some was sent away", { name: "burn", units: 10n }, stateOf({ balanceUnits: 490n })],
  ["another one votes", { name: "delegate", to: OTHER }, stateOf({ delegate: ME })],
  ["nobody owns it", { name: "transferOwnership", to: OTHER }, stateOf({ owner: null })],
])("where %s it is not taken for done", (_what, act, after) => {
  expect(isDone(act, before, after)).toBe(false);
});
