import { useTranslations } from "next-intl";
import { PageLink } from "#app/_ui/page-link.tsx";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "#app/_ui/button.tsx";
import { ReceiptPaper } from "./receipt.tsx";

type Props = { title: string; text: string; children?: ReactNode };

/** A blank receipt: there is nothing at this address. @param children what can be done about it first */
export function MissingPage({ title, text, children }: Props) {
  const words = useTranslations("missing");
  return (
    <div className="mx-auto max-w-md py-16 sm:py-24">
      <ReceiptPaper>
        <p className="text-center text-xs tracking-[0.2em] text-muted">{words("number")}</p>
        <h1 className="mt-6 text-center text-xl font-semibold">{title}</h1>
        <p className="mt-4 text-center text-sm leading-relaxed text-muted">{text}</p>
        <div className="perforation my-8" />
        <div className="flex flex-col gap-2 font-sans">
          {children ?? <OrderAToken />}
          <Button asChild variant="quiet">
            <PageLink href="/tokens">{words("seeTokens")}</PageLink>
          </Button>
        </div>
      </ReceiptPaper>
    </div>
  );
}

/** What can always be done. */
export function OrderAToken({ variant }: Pick<ComponentProps<typeof Button>, "variant">) {
  const words = useTranslations("common");
  return (
    <Button asChild variant={variant}>
      <PageLink href="/">{words("orderToken")}</PageLink>
    </Button>
  );
}
