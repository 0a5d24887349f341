"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { PublicConfigProvider } from "#app/_config/public-config-context.tsx";
import { DemoConfirm } from "#app/_wallet/demo/demo-confirm.tsx";
import { useReconnect } from "#app/_wallet/use-wagmi.ts";
import { WalletDialogProvider } from "#app/_wallet/wallet-dialog.tsx";
import type { PublicConfig } from "#lib/shared/chain/public-config.ts";

// Without a connection each asks all the same, so that its page says what fails; waiting for one is silent.
const networkMode = "always";
const defaultOptions = { queries: { retry: 1, networkMode }, mutations: { networkMode } } as const;

/** @param config is taken once: what a server is configured with does not change while it runs */
export function Providers({ config, children }: { config: PublicConfig; children: ReactNode }) {
  const [queryClient] = useState(() => new QueryClient({ defaultOptions }));
  return (
    <PublicConfigProvider value={config}>
      <QueryClientProvider client={queryClient}>
        <WalletDialogProvider>{children}</WalletDialogProvider>
        <Reconnect />
        <DemoConfirm />
      </QueryClientProvider>
    </PublicConfigProvider>
  );
}

function Reconnect() {
  useReconnect();
  return null;
}
