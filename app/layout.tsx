import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { InkFilter } from "#app/_receipt/stamp.tsx";
import { Footer } from "#app/_shell/footer.tsx";
import { Header } from "#app/_shell/header.tsx";
import { Providers } from "#app/_shell/providers.tsx";
import { ThemeScript } from "#app/_shell/theme-script.tsx";
import { getContext } from "#lib/base/context.ts";
import { publicConfig } from "#lib/shared/public-config.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Coinwright: order a token", template: "%s · Coinwright" },
  description:
    "Order an ERC-20 token, pay once from your wallet, and get exactly that token at exactly the address you were shown, or your money back.",
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f3eee4" },
    { media: "(prefers-color-scheme: dark)", color: "#15120e" },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  // One build serves every environment, so nothing of it may be read before there is a request.
  await connection();
  const { chains, env } = getContext();
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        <ThemeScript nonce={(await headers()).get("X-Nonce") ?? undefined} />
      </head>
      <body>
        <a href="#main" className="skip-link">
          Skip to the content
        </a>
        <InkFilter />
        <Providers config={publicConfig(chains, env.WALLETCONNECT_PROJECT_ID)}>
          <Header />
          <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 outline-none sm:px-8">
            {children}
          </main>
          <Footer />
        </Providers>
      </body>
    </html>
  );
}
