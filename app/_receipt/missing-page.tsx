import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "#app/_ui/button.tsx";
import { ReceiptPaper } from "./receipt.tsx";

type Props = { title: string; text: string; children?: ReactNode };

/** A blank receipt: there is nothing at this address. @param children what can be done about it */
export function MissingPage({ title, text, children }: Props) {
  return (
    <div className="mx-auto max-w-md py-16 sm:py-24">
      <ReceiptPaper>
        <p className="text-center text-xs tracking-[0.2em] text-muted">NO. 404</p>
        <h1 className="mt-6 text-center text-xl font-semibold">{title}</h1>
        <p className="mt-4 text-center text-sm leading-relaxed text-muted">{text}</p>
        <div className="perforation my-8" />
        <div className="flex flex-col gap-2 font-sans">
          {children}
          <Button asChild>
            <Link href="/">Order a token</Link>
          </Button>
          <Button asChild variant="quiet">
            <Link href="/tokens">See your tokens</Link>
          </Button>
        </div>
      </ReceiptPaper>
    </div>
  );
}
