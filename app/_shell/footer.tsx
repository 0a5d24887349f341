import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import type { ReactNode } from "react";
import { asTag } from "#app/_words/as-tag.ts";
import type { Operator } from "#lib/shared/chain/public-config.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { textLink } from "#app/_ui/text-link.ts";

/**
 * What holds for every page: the promise, who gives it, and where to read on. Laid out once it is near: the name of a
 * language that a page is not in takes a font of the system's, and finding that would delay the first picture.
 */
export function Footer({ operator }: { operator: Operator }) {
  const words = useTranslations("shell");
  return (
    <footer className="mt-20 border-t border-rule [contain-intrinsic-block-size:auto_13rem] [content-visibility:auto]">
      <div className="mx-auto flex max-w-6xl flex-col gap-x-10 gap-y-3 px-4 py-8 text-sm text-muted sm:flex-row sm:items-start sm:justify-between sm:px-8">
        <div className="min-w-0 max-w-3xl">
          <p className="leading-relaxed">{words("footer")}</p>
          <RunBy operator={operator} />
          <ul className="mt-2 flex flex-wrap gap-x-6">
            <FooterLink href="/how">{words("how")}</FooterLink>
            <FooterLink href="/tokens/recent">{words("recentTokens")}</FooterLink>
            {operator.termsUrl && <FooterLink href={operator.termsUrl}>{words("terms")}</FooterLink>}
            {operator.email && <FooterLink href={`mailto:${operator.email}`}>{operator.email}</FooterLink>}
          </ul>
        </div>
        <div className="-mx-3 shrink-0">
          <LanguageSwitch />
        </div>
      </div>
    </footer>
  );
}

function RunBy({ operator: { name, url } }: { operator: Operator }) {
  const words = useTranslations("shell");
  const shown = name ?? (url && new URL(url).host);
  if (!shown) return null;
  const operator = url ? (
    <a href={url} className="text-ink underline decoration-rule underline-offset-4">
      {shown}
    </a>
  ) : (
    <span className="text-ink">{shown}</span>
  );
  return <p className="mt-3 break-words">{words.rich("runBy", { operator: asTag(operator) })}</p>;
}

function FooterLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <li className="min-w-0">
      {href.startsWith("/") ? (
        <PageLink href={href} className={textLink}>
          {children}
        </PageLink>
      ) : (
        <a href={href} className={`${textLink} break-all`}>
          {children}
        </a>
      )}
    </li>
  );
}
