"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { useConnection } from "wagmi";
import type { Address } from "viem";
import type { HttpError } from "#app/_client/http-client.ts";
import { fetchOrders, type OrderListPage } from "#app/_client/orders-api.ts";
import { Button } from "#app/_ui/button.tsx";
import { Notice } from "#app/_ui/notice.tsx";
import { useMounted } from "#app/_ui/use-mounted.ts";
import { useWalletDialog } from "#app/_wallet/wallet-dialog.tsx";
import type { Order } from "#lib/shared/order.ts";
import { TokenRow } from "./token-row.tsx";

/** The key under which each wallet's list is kept. */
export const tokensKey = ["tokens"] as const;

export function TokenList() {
  const { address, status } = useConnection();
  const mounted = useMounted();
  const openWalletDialog = useWalletDialog();
  if (address) return <TokensOf key={address} deployer={address} />;
  if (!mounted || status === "reconnecting") return <Blank>Looking for your wallet…</Blank>;
  return (
    <Blank>
      Connect the wallet you paid with to see its tokens.
      <Button variant="secondary" onClick={openWalletDialog}>
        Choose a wallet
      </Button>
    </Blank>
  );
}

function TokensOf({ deployer }: { deployer: Address }) {
  const query = useInfiniteQuery<OrderListPage, HttpError, Order[], readonly unknown[], string | null>({
    queryKey: [...tokensKey, deployer],
    queryFn: ({ pageParam, signal }) => fetchOrders(deployer, pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    select: ({ pages }) => pages.flatMap((page) => page.tokens),
  });
  if (query.error && !query.data) return <Notice tone="error">{query.error.message}</Notice>;
  if (!query.data) return <Blank>Loading…</Blank>;
  if (query.data.length === 0)
    return (
      <Blank>
        This wallet has not bought anything here yet.
        <Button asChild>
          <Link href="/">Order a token</Link>
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
          {query.isFetchingNextPage ? "Loading…" : "Load more"}
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
