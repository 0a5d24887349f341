import { isAddressEqual } from "viem";
import type { Holding, TokenFacts } from "../_live/use-token-facts.ts";
import type { Act } from "./act-input.ts";

/** A token as the chain has it, and what of it is the account's that acts. */
export type TokenState = { facts: TokenFacts; holding: Holding };

/** Whether a token has become what an act makes of it. @param before how it was when nobody had been asked for the act yet */
export function isDone(act: Act, before: TokenState, { facts, holding }: TokenState): boolean {
  switch (act.name) {
    case "mint":
      return facts.supplyUnits >= before.facts.supplyUnits + act.units;
    case "burn":
      return (
        facts.supplyUnits <= before.facts.supplyUnits - act.units &&
        holding.balanceUnits <= before.holding.balanceUnits - act.units
      );
    case "pause":
      return facts.isPaused;
    case "unpause":
      return !facts.isPaused;
    case "delegate":
      return holding.delegate !== null && isAddressEqual(holding.delegate, act.to);
    case "transferOwnership":
      return facts.owner !== null && isAddressEqual(facts.owner, act.to);
    case "renounceOwnership":
      return facts.owner === null;
    default:
      throw new Error(`unknown act ${JSON.stringify(act satisfies never)}`);
  }
}
