import { isAddressEqual, type Address } from "viem";
import type { Order } from "#lib/shared/order.ts";
import type { Holding, TokenFacts } from "../_live/use-token-facts.ts";

/** What people do with a token that they own, or hold. */
export const actNames = [
  "mint",
  "pause",
  "unpause",
  "burn",
  "delegate",
  "transferOwnership",
  "renounceOwnership",
] as const;
export type ActName = (typeof actNames)[number];

/** A token as one of the people who have to do with it sees it. */
export type View = {
  features: Order["features"];
  facts: TokenFacts;
  account: Address;
  holding: Holding;
};

/** What an account can do with a token now, in the order of the page. While it is paused its tokens stay where they are. */
export function offeredActs(view: View): ActName[] {
  return actNames.filter((name) => isOffered(name, view));
}

function isOffered(name: ActName, { features, facts, account, holding }: View): boolean {
  const isOwner = facts.owner !== null && isAddressEqual(facts.owner, account);
  switch (name) {
    case "mint":
      return features.mintable && isOwner && !facts.isPaused;
    case "pause":
      return features.pausable && isOwner && !facts.isPaused;
    case "unpause":
      return features.pausable && isOwner && facts.isPaused;
    case "burn":
      return features.burnable && holding.balanceUnits > 0n && !facts.isPaused;
    case "delegate":
      return features.votes && holding.balanceUnits > 0n;
    case "transferOwnership":
    case "renounceOwnership":
      return isOwner;
    default:
      throw new Error(`unknown act ${String(name satisfies never)}`);
  }
}
