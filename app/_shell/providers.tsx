"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { WagmiProvider } from "wagmi";
import { PublicConfigProvider } from "#app/_config/public-config-context.tsx";
import { DemoConfirm } from "#app/_wallet/demo-confirm.tsx";
import { announceDemoWallet, DEMO_CHAIN_ID } from "#app/_wallet/demo-wallet.ts";
import { createWalletConfig } from "#app/_wallet/wallet-config.ts";
import { WalletDialogProvider } from "#app/_wallet/wallet-dialog.tsx";
import type { PublicConfig } from "#lib/shared/public-config.ts";

/** @param config is taken once: what a server is configured with does not change while it runs */
export function Providers({ config, children }: { config: PublicConfig; children: ReactNode }) {
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1 } } }));
  const [walletConfig] = useState(() => {
    const local = config.chains.find((chain) => chain.id === DEMO_CHAIN_ID);
    // Before wagmi looks for wallets, so that a returning visitor is reconnected to this one too.
    if (local && typeof window !== "undefined") announceDemoWallet(local);
    return createWalletConfig(config);
  });
  return (
    <PublicConfigProvider value={config}>
      <WagmiProvider config={walletConfig}>
        <QueryClientProvider client={queryClient}>
          <WalletDialogProvider>{children}</WalletDialogProvider>
          <DemoConfirm />
        </QueryClientProvider>
      </WagmiProvider>
    </PublicConfigProvider>
  );
}
