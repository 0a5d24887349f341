import { features } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";
import { groupDigits } from "./format.ts";

/** What a receipt says about a token; a draft may lack some of it. */
export type TokenOnReceipt = Pick<Order, "name" | "symbol" | "supply" | "features" | "cap"> & {
  decimals: number | null;
  owner: string | null;
};

type Ability = { can: boolean; text: string };

/** What can and can not be done with a token, in plain words, each completing "This token can…". */
export function abilities({ features: chosen, cap }: Pick<TokenOnReceipt, "features" | "cap">): Ability[] {
  return [
    ...features.map(({ name, argument, can, canNot }) => {
      if (!chosen[name]) return { can: false, text: canNot };
      return { can: true, text: argument && cap ? argument.can(groupDigits(cap)) : can };
    }),
    { can: true, text: "be approved by signature (permit)" },
  ];
}
