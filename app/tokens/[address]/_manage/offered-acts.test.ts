import { expect, test } from "vitest";
import { onlyFeatures, type FeatureName } from "#lib/shared/features.ts";
import { offeredActs, type ActName, type View } from "./offered-acts.ts";

const OWNER = "0x00000000000000000000000000000000000000A1";
const OTHER = "0x00000000000000000000000000000000000000b2";

function viewOf(
  features: FeatureName[],
  changed: Partial<View["facts"]> & { balanceUnits?: bigint } = {},
): View {
  const { balanceUnits = 5n, ...facts } = changed;
  return {
    features: onlyFeatures(...features),
    account: OWNER,
    facts: { supplyUnits: 10n, owner: OWNER, isPaused: false, ...facts },
    holding: { balanceUnits, delegate: null },
  };
}

test.each<[string, View, ActName[]]>([
  ["a token of fixed supply", viewOf([], { owner: null }), []],
  ["an owner who may mint", viewOf(["mintable"]), ["mint", "transferOwnership", "renounceOwnership"]],
  [
    "an owner of all there is",
    viewOf(["burnable", "mintable", "pausable", "votes"]),
    ["mint", "pause", "burn", "delegate", "transferOwnership", "renounceOwnership"],
  ],
  [
    "the same while it is paused",
    viewOf(["burnable", "mintable", "pausable", "votes"], { isPaused: true }),
    ["unpause", "delegate", "transferOwnership", "renounceOwnership"],
  ],
  [
    "somebody who holds some of it",
    viewOf(["burnable", "mintable", "pausable", "votes"], { owner: OTHER }),
    ["burn", "delegate"],
  ],
  ["somebody who holds none", viewOf(["burnable", "votes"], { owner: OTHER, balanceUnits: 0n }), []],
  ["a former owner, who gave it up", viewOf(["mintable"], { owner: null }), []],
])("%s is offered what the contract would let them do", (_name, view, acts) => {
  expect(offeredActs(view)).toEqual(acts);
});
