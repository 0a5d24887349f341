import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageLink } from "#app/_ui/page-link.tsx";
import { Words } from "#app/_words/words.tsx";
import { ListSection } from "./_list/list-section.tsx";
import { TokenList } from "./_list/token-list.tsx";
import { UnpaidOrders } from "./_list/unpaid-orders.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const words = await getTranslations("metadata");
  return { title: words("yourTokens"), alternates: { canonical: "/tokens" } };
}

export default async function TokensPage() {
  const words = await getTranslations("list");
  return (
    <Words of={["list", "queue", "statuses", "unpaid"]}>
      <div className="mx-auto max-w-2xl py-10 sm:py-14">
        <h1 className="text-4xl font-semibold tracking-[-0.035em]">{words("title")}</h1>
        <UnpaidOrders />
        <ListSection title={words("bought")} hint={words("boughtHint")}>
          <TokenList />
        </ListSection>
        <p className="mt-10">
          <PageLink
            href="/tokens/recent"
            className="inline-flex min-h-11 items-center text-muted underline decoration-edge underline-offset-4 hover:text-ink"
          >
            {words("seeRecent")}
          </PageLink>
        </p>
      </div>
    </Words>
  );
}
