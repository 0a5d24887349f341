"use client";

import { useTranslations } from "next-intl";
import type { Order } from "#lib/shared/order.ts";
import { TokenRow } from "./token-row.tsx";

type Recent = { order: Order; isLookalike: boolean };

/** Anybody's tokens, in their own words: a name that passes for another one is said to. */
export function RecentTokens({ tokens }: { tokens: readonly Recent[] }) {
  const words = useTranslations("list");
  return (
    <ul className="space-y-5">
      {tokens.map(({ order, isLookalike }) => (
        <TokenRow
          key={`${order.chainId}:${order.address}`}
          order={order}
          note={isLookalike ? words("lookalike") : null}
        />
      ))}
    </ul>
  );
}
