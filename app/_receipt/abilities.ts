import type { Order } from "#lib/shared/order.ts";
import { groupDigits } from "./format.ts";

/** What a receipt says about a token; a draft may lack some of it. */
export type TokenOnReceipt = Pick<Order, "name" | "symbol" | "supply" | "features" | "cap"> & {
  decimals: number | null;
  owner: string | null;
};

type Ability = { can: boolean; text: string };

/** What can and can not be done with a token, in plain words, each completing "This token can…". */
export function abilities({ features, cap }: Pick<TokenOnReceipt, "features" | "cap">): Ability[] {
  const { burnable, mintable, pausable } = features;
  return [
    burnable ? { can: true, text: "be burned by whoever holds it" } : { can: false, text: "be burned" },
    mintable
      ? {
          can: true,
          text: cap
            ? `be minted by its owner, up to ${groupDigits(cap)}`
            : "be minted by its owner, without limit",
        }
      : { can: false, text: "be minted: this supply is final" },
    pausable
      ? { can: true, text: "be paused by its owner, for everyone" }
      : { can: false, text: "be paused or frozen" },
    { can: true, text: "be approved by signature (permit)" },
  ];
}
