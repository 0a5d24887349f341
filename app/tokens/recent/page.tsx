import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageLink } from "#app/_ui/page-link.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Words } from "#app/_words/words.tsx";
import { RecentTokens } from "../_list/recent-tokens.tsx";
import { getContext } from "#lib/base/context.ts";
import { listRecent } from "#lib/orders/list-recent.ts";
import { lookalikes } from "#lib/shared/names/lookalikes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const PAGE_SIZE = 20;

export async function generateMetadata(): Promise<Metadata> {
  const words = await getTranslations("metadata");
  return { title: words("recentTokens"), alternates: { canonical: "/tokens/recent" } };
}

/** What was made here last, for anybody to see. */
export default async function RecentPage({ searchParams }: Props) {
  const cursor = cursorOf((await searchParams)["before"]);
  const { tokens, next } = await listRecent(getContext(), { cursor, limit: PAGE_SIZE });
  const words = await getTranslations("list");
  const common = await getTranslations("common");
  return (
    <Words of={["list", "queue", "statuses"]}>
      <div className="mx-auto max-w-2xl py-10 sm:py-14">
        <h1 className="text-4xl font-semibold tracking-[-0.035em]">{words("recent")}</h1>
        <p className="mt-3 mb-8 leading-relaxed text-muted">{words("recentHint")}</p>
        {tokens.length > 0 ? (
          <RecentTokens
            tokens={tokens.map((order) => ({ order, isLookalike: lookalikes(order).length > 0 }))}
          />
        ) : (
          <p className="rounded-lg border border-dashed border-edge p-8 text-center text-muted">
            {words(cursor === null ? "recentEmpty" : "recentEnd")}
          </p>
        )}
        <nav aria-label={words("pages")} className="mt-8 flex flex-wrap justify-between gap-3">
          {cursor !== null && (
            <Button asChild variant="secondary">
              <PageLink href="/tokens/recent">{words("newest")}</PageLink>
            </Button>
          )}
          {next !== null && (
            <Button asChild variant="secondary" className="ml-auto">
              <PageLink href={`/tokens/recent?before=${next}`}>{words("older")}</PageLink>
            </Button>
          )}
          {tokens.length === 0 && (
            <Button asChild>
              <PageLink href="/">{common("orderToken")}</PageLink>
            </Button>
          )}
        </nav>
      </div>
    </Words>
  );
}

/** A token's number in the database; anything else is the first page. */
function cursorOf(text: string | string[] | undefined): bigint | null {
  return typeof text === "string" && /^\d{1,18}$/.test(text) ? BigInt(text) : null;
}
