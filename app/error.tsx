"use client";

import { ReceiptPaper } from "#app/_receipt/receipt.tsx";
import { Button } from "#app/_ui/button.tsx";

export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  return (
    <div className="mx-auto max-w-md py-16 sm:py-24">
      <ReceiptPaper>
        <h1 className="mt-4 text-center text-xl font-semibold">This page could not be printed</h1>
        <p className="mt-4 text-center text-sm leading-relaxed text-muted">
          Something went wrong on our side. Your orders are stored and your payments stand on the chain:
          nothing of them is lost.
        </p>
        <div className="perforation my-8" />
        <Button className="w-full font-sans" onClick={() => retry()}>
          Try again
        </Button>
      </ReceiptPaper>
    </div>
  );
}
