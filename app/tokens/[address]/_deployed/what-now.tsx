import { ChevronDown, ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { usePublicChain } from "#app/_config/public-config-context.tsx";
import type { Order } from "#lib/shared/order.ts";
import { logoUrl, poolUrl } from "./token-links.ts";

const TRUST_WALLET = "https://github.com/trustwallet/assets";

/** What people do with a token next, each in a few sentences, and where. */
export function WhatNow({ order }: { order: Order }) {
  const { address, symbol, chainId } = order;
  const words = useTranslations("whatNow");
  const { explorerUrl, nativeCurrency } = usePublicChain(chainId);
  const currency = nativeCurrency.symbol;
  return (
    <section aria-labelledby="what-now" className="max-w-[34rem] border-t border-rule pt-6">
      <h2 id="what-now" className="mb-3 text-xl font-semibold tracking-tight">
        {words("heading")}
      </h2>
      <Matter title={words("send")}>{words("sendText", { symbol, currency })}</Matter>
      <Matter title={words("trade")}>
        {words("tradeText", { currency })}
        <Elsewhere href={poolUrl(chainId, address)}>{words("tradeLink")}</Elsewhere>
      </Matter>
      <Matter title={words("logo")}>
        {words("logoText")}
        <Elsewhere href={logoUrl(explorerUrl, address)}>{words("logoLink")}</Elsewhere>
        <Elsewhere href={TRUST_WALLET}>{words("logoListLink")}</Elsewhere>
      </Matter>
    </section>
  );
}

function Matter({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="group border-t border-rule last:border-b">
      <summary className="flex min-h-12 list-none items-center justify-between gap-4 font-medium hover:text-accent">
        {title}
        <ChevronDown size={16} className="shrink-0 text-muted group-open:rotate-180" aria-hidden />
      </summary>
      <div className="max-w-[48ch] pb-5 text-[0.9375rem] leading-relaxed text-muted">{children}</div>
    </details>
  );
}

/** A link to where that is done, if there is one. */
function Elsewhere({ href, children }: { href: string | null; children: string }) {
  if (href === null) return null;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="mt-2 flex min-h-8 w-fit items-center gap-1.5 text-ink underline underline-offset-4 hover:text-accent"
    >
      {children} <ExternalLink size={14} aria-hidden />
    </a>
  );
}
