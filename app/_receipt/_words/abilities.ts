import { useTranslations } from "next-intl";
import { features } from "#lib/shared/features.ts";
import type { Order } from "#lib/shared/order.ts";
import { groupDigits } from "#app/_receipt/format.ts";

/** What a receipt says about a token; a draft may lack some of it. */
export type TokenOnReceipt = Pick<Order, "name" | "symbol" | "supply" | "features" | "cap"> & {
  decimals: number | null;
  /** Null for the wallet that orders, which is not known yet; empty while who it is to be is not. */
  owner: string | null;
};

type Ability = { can: boolean; text: string };

/** What can and can not be done with a token, in plain words, each completing "This token can…". */
export function useAbilities({ features: chosen, cap }: Pick<TokenOnReceipt, "features" | "cap">): Ability[] {
  const words = useTranslations();
  return [
    ...features.map(({ name, argument }) => {
      if (!chosen[name]) return { can: false, text: words(`features.${name}.canNot`) };
      const text =
        argument && cap
          ? words(`arguments.${argument.field}.can`, { amount: groupDigits(cap) })
          : words(`features.${name}.can`);
      return { can: true, text };
    }),
    { can: true, text: words("receipt.permit") },
  ];
}
