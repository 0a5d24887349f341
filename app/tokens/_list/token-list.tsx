"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import { useCallback, type ReactNode } from "react";
import type { Address } from "viem";
import type { HttpError } from "#app/_client/http-client.ts";
import { fetchOrders, type OrderListPage } from "#app/_client/orders-api.ts";
import { useErrorWords } from "#app/_client/error-words.ts";
import { useOrderNews } from "#app/_orders/order-news.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useMounted } from "#app/_ui/_hooks/use-mounted.ts";
import { useConnection } from "#app/_wallet/connection.ts";
import { useWalletDialog } from "#app/_wallet/wallet-dialog.tsx";
import type { Order } from "#lib/shared/order.ts";
import { TokenRow } from "./token-row.tsx";

/** The key under which each wallet's list is kept. */
export const tokensKey = ["tokens"] as const;

export function TokenList() {
  const words = useTranslations("list");
  const common = useTranslations("common");
  const { address } = useConnection();
  const mounted = useMounted();
  const openWalletDialog = useWalletDialog();
  if (address) return <TokensOf key={address} deployer={address} />;
  if (!mounted) return <Blank>{words("looking")}</Blank>;
  return (
    <Blank>
      {words("connect")}
      <Button variant="secondary" onClick={openWalletDialog}>
        {common("chooseWallet")}
      </Button>
    </Blank>
  );
}

function TokensOf({ deployer }: { deployer: Address }) {
  const words = useTranslations("list");
  const common = useTranslations("common");
  const wordsOf = useErrorWords();
  const query = useInfiniteQuery<OrderListPage, HttpError, Order[], readonly unknown[], string | null>({
    queryKey: [...tokensKey, deployer],
    queryFn: ({ pageParam, signal }) => fetchOrders(deployer, pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    select: ({ pages }) => pages.flatMap((page) => page.tokens),
  });
  const { refetch } = query;
  useOrderNews(useCallback(() => void refetch(), [refetch]));
  if (query.error && !query.data) return <Notice tone="error">{wordsOf(query.error)}</Notice>;
  if (!query.data) return <Blank>{words("loading")}</Blank>;
  if (query.data.length === 0)
    return (
      <Blank>
        {words("empty")}
        <Button asChild>
          <PageLink href="/">{common("orderToken")}</PageLink>
        </Button>
      </Blank>
    );
  return (
    <>
      <ul className="space-y-5">
        {query.data.map((order) => (
          <TokenRow key={`${order.chainId}:${order.address}`} order={order} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="secondary"
          className="mt-6 w-full"
          aria-disabled={query.isFetchingNextPage}
          onClick={() => !query.isFetchingNextPage && query.fetchNextPage()}
        >
          {words(query.isFetchingNextPage ? "loading" : "more")}
        </Button>
      )}
    </>
  );
}

function Blank({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-44 flex-col items-center justify-center gap-5 rounded-lg border border-dashed border-edge p-8 text-center text-muted">
      {children}
    </div>
  );
}
