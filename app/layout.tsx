import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { LOCAL_CHAIN_ID } from "#app/_config/polling.ts";
import { InkFilter } from "#app/_receipt/stamp.tsx";
import { fontVariables } from "#app/_shell/fonts.ts";
import { Footer } from "#app/_shell/footer.tsx";
import { Header } from "#app/_shell/header.tsx";
import { Providers } from "#app/_shell/providers.tsx";
import { ThemeScript } from "#app/_shell/theme-script.tsx";
import { Words } from "#app/_words/words.tsx";
import { getContext } from "#lib/base/context.ts";
import { originOf } from "#lib/gate/client.ts";
import { publicConfig, type PublicConfig } from "#lib/shared/chain/public-config.ts";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const words = await getTranslations("metadata");
  // One build serves every environment, so nothing of it may be read before there is a request.
  const received = await headers();
  return {
    metadataBase: originOf(getContext(), { headers: received }),
    title: { default: words("home"), template: "%s · Coinwright" },
    description: words("description"),
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f3eee4" },
    { media: "(prefers-color-scheme: dark)", color: "#15120e" },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  await connection();
  const words = await getTranslations("shell");
  const config = configInWords(publicConfig(getContext()), words("localChain"));
  return (
    <html lang={await getLocale()} className={fontVariables} suppressHydrationWarning>
      <head>
        <ThemeScript nonce={(await headers()).get("X-Nonce") ?? undefined} />
      </head>
      <body>
        <a href="#main" className="skip-link">
          {words("skip")}
        </a>
        <InkFilter />
        <NextIntlClientProvider messages={{}}>
          <Words of={["shell", "common", "errors", "wallet", "walletErrors", "demoWallet", "remoteWallet"]}>
            <Providers config={config}>
              <Header />
              <main
                id="main"
                tabIndex={-1}
                className="mx-auto w-full max-w-6xl flex-1 px-4 outline-none sm:px-8"
              >
                {children}
              </main>
              <Footer operator={config.operator} />
            </Providers>
          </Words>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}

/** With the local chain called by what it is in the reader's language; the names of all others are the same in any. */
function configInWords(config: PublicConfig, localChain: string): PublicConfig {
  const [first, ...rest] = config.chains.map((chain) =>
    chain.id === LOCAL_CHAIN_ID ? { ...chain, name: localChain } : chain,
  );
  return first ? { ...config, chains: [first, ...rest] } : config;
}
