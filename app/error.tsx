"use client";

import { useTranslations } from "next-intl";
import { ReceiptPaper } from "#app/_receipt/receipt.tsx";
import { Button } from "#app/_ui/button.tsx";

export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  const words = useTranslations("shell");
  return (
    <div className="mx-auto max-w-md py-16 sm:py-24">
      {/* A page that could not be made has none of its own. */}
      <title>{`${words("broken")} · Coinwright`}</title>
      <ReceiptPaper>
        <h1 className="mt-4 text-center text-xl font-semibold">{words("broken")}</h1>
        <p className="mt-4 text-center text-sm leading-relaxed text-muted">{words("brokenText")}</p>
        <div className="perforation my-8" />
        <Button className="w-full font-sans" onClick={() => retry()}>
          {words("retry")}
        </Button>
      </ReceiptPaper>
    </div>
  );
}
