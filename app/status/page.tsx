import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Words } from "#app/_words/words.tsx";
import { Operators } from "./_now/operators.tsx";
import { PartList } from "./_now/part-list.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const words = await getTranslations("metadata");
  return { title: words("status"), robots: { index: false } };
}

/** What works, for anybody; and all that an operator has to know, for who has the token. */
export default async function StatusPage() {
  const words = await getTranslations("status");
  return (
    <Words of={["status"]}>
      <div className="mx-auto max-w-3xl py-10 sm:py-14">
        <h1 className="text-4xl font-semibold tracking-[-0.035em]">{words("title")}</h1>
        <p className="mt-3 leading-relaxed text-muted">{words("intro")}</p>
        <PartList />
        <Operators />
      </div>
    </Words>
  );
}
