import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MissingPage } from "#app/_receipt/missing-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const words = await getTranslations("metadata");
  return { title: words("noSuchPage") };
}

export default async function NotFound() {
  const words = await getTranslations("missing");
  return <MissingPage title={words("page")} text={words("pageText")} />;
}
