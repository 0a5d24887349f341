import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageLink } from "#app/_ui/page-link.tsx";
import { textLink } from "#app/_ui/text-link.ts";

const points = [
  "address",
  "stored",
  "held",
  "together",
  "once",
  "checked",
  "back",
  "unattended",
  "distrust",
  "limits",
] as const;

export async function generateMetadata(): Promise<Metadata> {
  const words = await getTranslations("metadata");
  return { title: words("how"), alternates: { canonical: "/how" } };
}

/** How the promise is kept, for whoever wants to know before they pay. */
export default async function HowPage() {
  const words = await getTranslations("how");
  const common = await getTranslations("common");
  return (
    <article className="mx-auto max-w-2xl py-10 sm:py-14">
      <h1 className="text-4xl font-semibold tracking-[-0.035em] text-balance">{words("title")}</h1>
      <p className="mt-5 border-l-2 border-accent pl-4 text-lg leading-relaxed">{words("promise")}</p>
      {points.map((point) => (
        <section key={point} aria-labelledby={point} className="mt-8">
          <h2 id={point} className="text-lg font-semibold tracking-tight">
            {words(`${point}.title`)}
          </h2>
          <p className="mt-1.5 leading-relaxed text-muted">{words(`${point}.text`)}</p>
        </section>
      ))}
      <p className="mt-10 flex flex-wrap gap-x-6 gap-y-2">
        <PageLink href="/contracts/Checkout" className={textLink}>
          {words("source")}
        </PageLink>
        <PageLink href="/" className={textLink}>
          {common("orderToken")}
        </PageLink>
      </p>
    </article>
  );
}
