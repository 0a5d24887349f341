import { useFormatter, useTranslations } from "next-intl";
import { usePublicConfig } from "#app/_config/public-config-context.tsx";
import { inFiat } from "#lib/shared/chain/fiat.ts";
import type { Order } from "#lib/shared/order.ts";

const LEAST = 0.01;
const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** What an order costs in a currency people think in, "about 12.30 USD"; null where nobody says what a coin is worth. */
export function useFiat(): (order: Pick<Order, "price" | "chainId">) => string | null {
  const words = useTranslations("receipt");
  const format = useFormatter();
  const { chains } = usePublicConfig();
  return ({ price, chainId }) => {
    const rate = chains.find(({ id }) => id === chainId)?.fiatRate;
    const amount = rate && price !== "0" ? inFiat(price, rate, Date.now()) : null;
    if (!rate || amount === null) return null;
    return amount < LEAST
      ? words("lessThan", { amount: format.number(LEAST, digits), currency: rate.currency })
      : words("about", { amount: format.number(amount, digits), currency: rate.currency });
  };
}
